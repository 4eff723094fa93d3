//! Generated applications on disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The purpose of a generated program, which determines its `main`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Handles requests in its own process.
    Requests,
    /// Serves on a socket, as a user would write it.
    Compile,
}

/// The dependencies of one package, in addition to those that all packages list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dependencies<'t> {
    /// Lines of `[dependencies]`.
    pub own: &'t str,
    /// Features of `router-runtime`.
    pub runtime_features: &'t [&'t str],
}

impl<'t> From<&'t str> for Dependencies<'t> {
    fn from(own: &'t str) -> Self {
        Self {
            own,
            ..Self::default()
        }
    }
}

/// A generated package in its own folder.
#[derive(Debug)]
pub struct Project {
    /// The name of the package.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Project {
    /// Creates an empty package and removes what an earlier run left in its folder.
    pub fn create<'t>(
        projects: &Path,
        name: &str,
        purpose: Purpose,
        dependencies: impl Into<Dependencies<'t>>,
    ) -> io::Result<Self> {
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
        let manifest = manifest(name, here, purpose, dependencies.into());
        project.write("Cargo.toml", &manifest)?;
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

/// Returns the manifest. All applications list the same packages, so that they share one set of built dependencies; unused ones are not
/// linked.
fn manifest(name: &str, here: &Path, purpose: Purpose, dependencies: Dependencies<'_>) -> String {
    let Dependencies {
        own,
        runtime_features,
    } = dependencies;
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
router-runtime = {{ path = {}, features = {runtime_features:?} }}
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1.50", features = ["macros", "net", "rt-multi-thread", "signal", "sync", "time"] }}
{own}"#,
        quoted(&here.join("../../router-runtime"))
    )
}

/// Returns a path as a TOML string without escapes.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}
