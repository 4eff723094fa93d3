//! Crates that tests write to disk, build and run.
//!
//! They live below the target folder, share one target folder of their own, and resolve offline from a copy of the
//! workspace's lock file.

#![expect(
    clippy::disallowed_methods,
    reason = "these files are no part of an app folder"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of the workspace that holds the router.
pub(crate) fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the test package lies in the workspace")
        .to_path_buf()
}

/// A crate that is written from scratch; its folder is emptied first.
#[derive(Debug)]
pub(crate) struct Fixture {
    pub(crate) folder: PathBuf,
}

impl Fixture {
    /// An empty folder with a lock file. `place` is its path below the tests' own temporary folder.
    pub(crate) fn new(place: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(place);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an old fixture can be removed");
        }
        fs::create_dir_all(&folder).expect("a fixture's folder can be made");
        fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))
            .expect("Cargo.lock can be copied");
        Self { folder }
    }

    /// Writes a file and the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("folders can be made");
        }
        fs::write(path, text).expect("files can be written");
        self
    }

    /// Cargo in this folder, offline, with nothing inherited from the cargo that runs the tests.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(&self.folder)
            .stdin(std::process::Stdio::null());
        for (name, _) in env::vars_os() {
            let name_text = name.to_string_lossy();
            let inherited = name_text.starts_with("CARGO_PKG_")
                || name_text.starts_with("CARGO_BIN_")
                || name_text.contains("RUSTFLAGS")
                || [
                    "CARGO_MANIFEST_DIR",
                    "CARGO_MANIFEST_PATH",
                    "OUT_DIR",
                    "CARGO_BUILD_TARGET",
                    // rustc repeats some notes when it compiles incrementally.
                    "CARGO_INCREMENTAL",
                ]
                .contains(&&*name_text)
                || name_text == "ROUTER_MACROS_DEBUG";
            if inherited {
                command.env_remove(&name);
            }
        }
        command
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"),
            )
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never");
        command
    }
}

/// The dependency table of a fixture: the router by path, axum, and others with the features they need, in the versions
/// that the workspace names.
pub(crate) fn dependencies(others: &[(&str, &[&str])]) -> String {
    let runtime = workspace().join("router-runtime");
    let manifest =
        fs::read_to_string(workspace().join("Cargo.toml")).expect("the workspace has a manifest");
    let version = |name: &str| {
        let line = manifest
            .lines()
            .find(|line| line.starts_with(&format!("{name} = ")));
        let version = line.and_then(|line| line.split('"').nth(1));
        version.unwrap_or_else(|| panic!("the workspace has no dependency `{name}`"))
    };
    let mut lines = vec![format!("router-runtime = {{ path = {runtime:?} }}")];
    for (name, features) in [("axum", &[][..])].iter().chain(others) {
        let version = version(name);
        lines.push(format!(
            "{name} = {{ version = {version:?}, default-features = false, features = {features:?} }}"
        ));
    }
    format!("[dependencies]\n{}\n", lines.join("\n"))
}
