//! Next.js from npm, if node is installed.

use crate::{
    Result,
    http::Server,
    work::{Work, finish},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The version of all applications.
pub const VERSION: &str = "16.4.6";

/// Returns `true` if node and npm are installed.
pub fn is_available() -> bool {
    let is_there = |program| Command::new(program).arg("--version").output().is_ok();
    is_there("node") && is_there("npm")
}

/// Installs the packages of an application.
pub fn install(folder: &Path) -> Result<()> {
    let install = ["install", "--no-audit", "--no-fund"];
    finish(Command::new("npm").args(install).current_dir(folder))
}

/// Builds an application. Returns the path of `next`, which node runs.
pub fn build(folder: &Path) -> Result<PathBuf> {
    let next = folder.join("node_modules/next/dist/bin/next");
    let mut build = Command::new("node");
    build.arg(&next).arg("build").current_dir(folder);
    finish(build.env("NEXT_TELEMETRY_DISABLED", "1"))?;
    Ok(next)
}

/// Returns the manifest of an application, with these lines of dependencies.
pub fn manifest(dependencies: &str) -> String {
    format!(
        r#"{{
  "private": true,
  "dependencies": {{
    {dependencies}"next": "{VERSION}",
    "react": "19.3.1",
    "react-dom": "19.3.1"
  }}
}}
"#
    )
}

/// Installs and builds a server with these Route Handlers, each with its folder. Returns `None` if node is not installed.
pub fn server(
    work: &Work,
    name: &str,
    handlers: impl Iterator<Item = (String, String)>,
) -> Result<Option<Server>> {
    if !is_available() {
        return Ok(None);
    }
    eprintln!("building {name}");
    let folder = work.projects().join(name);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), manifest(""))?;
    for (path, text) in handlers {
        let folder = folder.join("app").join(path);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("route.js"), text)?;
    }
    install(&folder)?;
    let next = build(&folder)?;
    Ok(Some(Server {
        title: format!("Next.js {VERSION}, `next start`"),
        program: "node".into(),
        arguments: vec![next.into(), "start".into(), folder.into()],
        is_whole: true,
    }))
}
