//! Writes a generated application to the disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the generated program is for, which decides about its `main`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Answers requests in its own process.
    Requests,
    /// Serves on a socket, as a user would write it.
    Compile,
}

/// A package of its own in a folder of its own.
#[derive(Debug)]
pub struct Project {
    /// The name of the package.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Project {
    /// An empty package; whatever an earlier run left there is removed. `own` are dependencies that only this one has.
    pub fn create(projects: &Path, name: &str, purpose: Purpose, own: &str) -> io::Result<Self> {
        let project = Self {
            name: name.to_owned(),
            folder: projects.join(name),
        };
        match fs::remove_dir_all(&project.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        project.write("Cargo.lock", &fs::read_to_string(here.join("Cargo.lock"))?)?;
        project.write("Cargo.toml", &manifest(name, here, purpose, own))?;
        Ok(project)
    }

    /// Writes one file below the package's folder.
    pub fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    }
}

/// All applications list the same packages: what is not used is not linked, and one set of built
/// dependencies serves all of them.
fn manifest(name: &str, here: &Path, purpose: Purpose, own: &str) -> String {
    let driver = match purpose {
        Purpose::Requests => format!("driver = {{ path = {} }}\n", quoted(&here.join("driver"))),
        Purpose::Compile => String::new(),
    };
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
{driver}axum = {{ version = "0.8.9", default-features = false, features = ["form", "http1", "http2", "json", "matched-path", "original-uri", "query", "tokio", "tracing"] }}
router-runtime = {{ path = {} }}
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1.50", features = ["macros", "net", "rt-multi-thread", "signal", "sync", "time"] }}
{own}"#,
        quoted(&here.join("../../router-runtime"))
    )
}

/// A path as a TOML string that has no escapes.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}
