//! The folder of generated applications, and cargo in it.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::project::Project;

/// Where generated applications live: beside this program, below its target folder.
#[derive(Debug)]
pub struct Work {
    root: PathBuf,
    cargo: OsString,
}

impl Work {
    /// Finds the folder.
    pub fn new() -> Result<Self> {
        let program = std::env::current_exe()?;
        let target = program
            .parent()
            .and_then(Path::parent)
            .ok_or("no target folder")?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Ok(Self {
            root: target.join("applications"),
            cargo,
        })
    }

    /// The generated packages.
    pub fn projects(&self) -> PathBuf {
        self.root.join("projects")
    }

    /// Their common target folder, so that dependencies are built once.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// A place for the counters' files.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// `cargo <subcommand>` in a project.
    pub fn cargo(&self, project: &Project, subcommand: &str) -> Command {
        let mut command = Command::new(&self.cargo);
        command
            .arg(subcommand)
            .arg("--quiet")
            .current_dir(&project.folder)
            .env("CARGO_TARGET_DIR", self.target());
        // What `cargo run` sets for this program would count as a change in what it starts.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
            command.env_remove(name);
        }
        command
    }

    /// Removes what was built of a project itself and leaves its dependencies.
    pub fn forget(&self, project: &Project) -> Result<()> {
        finish(self.cargo(project, "clean").args(["-p", &project.name]))?;
        let incremental = self.target().join("debug/incremental");
        let entries = match fs::read_dir(&incremental) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name
                .rsplit_once('-')
                .is_some_and(|(package, _)| package == project.name)
            {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Runs a command that must succeed and is not counted.
pub fn finish(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed:\n{message}").into())
}
