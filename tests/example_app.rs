//! The example application as a running program.

use crate::program::{Program, build};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

static EXECUTABLE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../example-app");
    let mut cargo = Command::new(env!("CARGO"));
    build(cargo.current_dir(folder).arg("build"))
});

/// The command of the example, without the variables that the machine may set.
pub fn command() -> Command {
    let mut command = Command::new(&*EXECUTABLE);
    for name in ["BASE_URL", "MODEL", "API_KEY", "TIMEOUT"] {
        command.env_remove(format!("OPENAI_{name}"));
    }
    for name in [
        "ALLOW_ORIGIN",
        "CACHE_TOKEN",
        "CACHE_URL",
        "DATABASE_URL",
        "INSTANCE",
    ] {
        command.env_remove(name);
    }
    command
}

pub fn start() -> Program {
    Program::start(&mut command())
}
