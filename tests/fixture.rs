//! Crates that tests write to disk, build and run.
//!
//! They are folders below cargo's target folder, share one target folder, and resolve offline from a copy of the
//! workspace's lock file.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of the workspace that holds the router.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the test package lies in the workspace")
        .to_path_buf()
}

/// A crate that is written from scratch.
#[derive(Debug)]
pub struct Fixture {
    pub folder: PathBuf,
    /// The target folder of all fixtures.
    target: PathBuf,
}

impl Fixture {
    /// An empty folder with a lock file at the path `name` below `temporary`.
    ///
    /// `temporary` is `env!("CARGO_TARGET_TMPDIR")`, which cargo sets for test targets only.
    pub fn new(temporary: &str, name: &str) -> Self {
        let temporary = Path::new(temporary);
        let folder = temporary.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an old fixture can be removed");
        }
        fs::create_dir_all(&folder).expect("a fixture's folder can be made");
        fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))
            .expect("Cargo.lock can be copied");
        let target = temporary.join("target");
        Self { folder, target }
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("folders can be made");
        }
        fs::write(path, text).expect("files can be written");
        self
    }

    pub fn remove(&self, path: &str) -> &Self {
        let path = self.folder.join(path);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.expect("a fixture's file can be removed");
        self
    }

    pub fn rename(&self, from: &str, to: &str) -> &Self {
        fs::rename(self.folder.join(from), self.folder.join(to))
            .expect("a fixture's file can be renamed");
        self
    }

    /// Runs the crate with `cargo run` and returns the lines that it prints.
    pub fn run(&self, arguments: &[&str]) -> Vec<String> {
        let mut command = self.cargo();
        command.args(["run", "--quiet", "--"]).args(arguments);
        let output = output(command);
        assert!(output.success, "the crate does not run:\n{}", output.stderr);
        output.stdout.lines().map(str::to_owned).collect()
    }

    /// Runs `cargo check`.
    pub fn check(&self) -> Output {
        let mut command = self.cargo();
        command.arg("check");
        output(command)
    }

    /// A cargo command in this folder, offline, without the variables of the cargo that runs the tests.
    pub fn cargo(&self) -> Command {
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
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never");
        command
    }
}

/// The exit status of a command and its output.
#[derive(Debug)]
pub struct Output {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command until it exits.
pub fn output(mut command: Command) -> Output {
    let output = command.output().expect("the command can be started");
    Output {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The dependency table of a fixture: the router by path, axum, and `others` with their features, in the workspace's versions.
pub fn dependencies(others: &[(&str, &[&str])]) -> String {
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
