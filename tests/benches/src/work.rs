//! The folder of generated applications, and cargo commands in it.

use crate::{
    Result,
    project::{Dependencies, Project, Purpose},
};
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder of generated applications, in the target folder of this program.
#[derive(Debug)]
pub struct Work {
    root: PathBuf,
    cargo: OsString,
}

impl Work {
    /// Returns the folder of this program.
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

    /// Returns the folder of the generated packages.
    pub fn projects(&self) -> PathBuf {
        self.root.join("projects")
    }

    /// Returns their common target folder, so that dependencies are built once.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Returns the folder for the files of counters.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// Returns the command `cargo <subcommand>` in a project.
    pub fn cargo(&self, project: &Project, subcommand: &str) -> Command {
        let mut command = Command::new(&self.cargo);
        command
            .arg(subcommand)
            .arg("--quiet")
            .current_dir(&project.folder)
            .env("CARGO_TARGET_DIR", self.target());
        // Variables that `cargo run` sets for this program would count as a change in the generated one, and a setting of the
        // user would change what is measured.
        for name in [
            "CARGO_MANIFEST_DIR",
            "CARGO_PKG_NAME",
            "CARGO_PKG_VERSION",
            "CARGO_PROFILE_DEV_DEBUG",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// Creates a package that handles requests, builds it, and returns its program.
    pub fn program<'t>(
        &self,
        name: &str,
        dependencies: impl Into<Dependencies<'t>>,
        write: impl FnOnce(&Project) -> io::Result<()>,
    ) -> Result<PathBuf> {
        eprintln!("building {name}");
        let project = Project::create(&self.projects(), name, Purpose::Requests, dependencies)?;
        write(&project)?;
        finish(self.cargo(&project, "build").arg("--release"))?;
        Ok(self.target().join("release").join(name))
    }

    /// Removes the build of a project but not that of its dependencies.
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
