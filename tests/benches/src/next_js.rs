//! Next.js from npm, if node is installed. As a server with the requested routes as Route Handlers.

use crate::{
    Result,
    http::Server,
    tree::Route,
    work::{Work, finish},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// The version of the server. Applications with a shared cache need another one.
const VERSION: &str = "15.5.29";

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

/// Installs and builds a server with these static routes. Returns `None` if node is not installed.
pub fn server(work: &Work, routes: &[Route]) -> Result<Option<Server>> {
    if !is_available() {
        return Ok(None);
    }
    let folder = work.projects().join("next_js");
    write(&folder, routes)?;
    eprintln!("building next_js with {} routes", routes.len());
    install(&folder)?;
    let next = build(&folder)?;
    Ok(Some(Server {
        title: format!("Next.js {VERSION}, `next start`"),
        program: "node".into(),
        arguments: vec![next.into(), "start".into(), folder.into()],
        is_whole: true,
    }))
}

fn write(folder: &Path, routes: &[Route]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let package = format!(
        r#"{{
  "private": true,
  "dependencies": {{ "next": "{VERSION}", "react": "^19.0.0", "react-dom": "^19.0.0" }}
}}
"#
    );
    fs::write(folder.join("package.json"), package)?;
    fs::write(folder.join("next.config.js"), CONFIG)?;
    for route in routes {
        let folder = folder.join("app").join(route.folder());
        fs::create_dir_all(&folder)?;
        let index = route.index;
        let text = format!(
            "export const dynamic = 'force-dynamic';\n\
             export function GET() {{ return new Response('ok {index}'); }}\n"
        );
        fs::write(folder.join("route.js"), text)?;
    }
    Ok(())
}

const CONFIG: &str = "module.exports = { eslint: { ignoreDuringBuilds: true } };\n";
