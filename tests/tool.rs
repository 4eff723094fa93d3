//! Programs that a test starts and that are not Rust: a browser, a proxy.

use std::{
    env,
    io::{self, Write},
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
};

/// A program that some tests need. Without it they are skipped, and say so.
pub struct Tool {
    /// The name for messages: `a browser`.
    pub name: &'static str,
    /// The environment variable that requires the program: with the value 1, its missing packages are installed.
    pub variable: &'static str,
    /// The packages of Debian.
    pub packages: &'static [&'static str],
    /// Returns the path of the program, or the reason why it is missing.
    pub find: fn() -> Result<PathBuf, String>,
    /// The result of the search, for all tests.
    pub found: OnceLock<Result<PathBuf, String>>,
}

impl Tool {
    /// Returns the path of the program, or reports on the terminal that the test is skipped: libtest does not capture direct writes to the
    /// standard error.
    ///
    /// # Panics
    ///
    /// Panics if the program is required and cannot be installed.
    pub fn path_or_skip(&self) -> Option<&PathBuf> {
        let problem = match self.found.get_or_init(|| self.search()) {
            Ok(path) => return Some(path),
            Err(problem) => problem,
        };
        let (name, variable) = (self.name, self.variable);
        let test = thread::current().name().unwrap_or_default().to_owned();
        let line = format!("SKIPPED {test}: {problem}; {variable}=1 installs {name}\n");
        let _ = io::stderr().write_all(line.as_bytes());
        None
    }

    fn search(&self) -> Result<PathBuf, String> {
        let is_required = env::var_os(self.variable).is_some_and(|value| value == "1");
        if !is_required {
            return (self.find)();
        }
        let found = (self.find)().or_else(|_| self.install().and_then(|()| (self.find)()));
        Ok(found.unwrap_or_else(|problem| {
            panic!(
                "{}=1 requires {}: {problem}.\n\
                 Install it: `apt-get install {}` as root on Debian; elsewhere so that it is in PATH.",
                self.variable,
                self.name,
                self.packages.join(" ")
            )
        }))
    }

    fn install(&self) -> Result<(), String> {
        let install = ["install", "--yes", "--no-install-recommends"];
        apt(&["update"])?;
        apt(&[&install[..], self.packages].concat())
    }
}

/// Returns the path of a program in `PATH`, or in the folder of the programs of an administrator.
pub fn in_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let folders = env::split_paths(&folders).chain(["/usr/sbin".into()]);
    let mut files = folders.map(|folder| folder.join(name));
    files.find(|file| file.is_file())
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    let id = Command::new("id").arg("-u").output();
    let is_root = id.is_ok_and(|id| id.stdout == b"0\n");
    let (program, before): (_, &[_]) = if is_root {
        ("apt-get", &[])
    } else {
        ("sudo", &["-n", "apt-get"])
    };
    let mut command = Command::new(program);
    command.args(before).args(arguments).stdin(Stdio::null());
    command.env("DEBIAN_FRONTEND", "noninteractive");
    let output = command
        .output()
        .map_err(|error| format!("`{program}`: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed:\n{}", stderr.trim_end()))
}
