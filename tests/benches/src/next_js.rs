//! Next.js from npm, if node is installed, with the requested routes as Route Handlers.

use crate::{
    Result,
    http::Server,
    tree::Route,
    work::{Work, finish},
};
use std::{fs, io, path::Path, process::Command};

/// Installs and builds it with these static routes. Returns `None` if node is not installed.
pub fn build(work: &Work, routes: &[Route]) -> Result<Option<Server>> {
    let is_there = |program| Command::new(program).arg("--version").output().is_ok();
    if !is_there("node") || !is_there("npm") {
        return Ok(None);
    }
    let folder = work.projects().join("next_js");
    write(&folder, routes)?;
    eprintln!("building next_js with {} routes", routes.len());
    let install = ["install", "--no-audit", "--no-fund"];
    finish(Command::new("npm").args(install).current_dir(&folder))?;
    let next = folder.join("node_modules/next/dist/bin/next");
    finish(
        Command::new("node")
            .arg(&next)
            .arg("build")
            .env("NEXT_TELEMETRY_DISABLED", "1")
            .current_dir(&folder),
    )?;
    Ok(Some(Server {
        title: "Next.js, `next start`".to_owned(),
        program: "node".into(),
        arguments: vec![next.into(), "start".into(), folder.into()],
        is_whole: true,
    }))
}

fn write(folder: &Path, routes: &[Route]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("package.json"), PACKAGE)?;
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

const PACKAGE: &str = r#"{
  "private": true,
  "dependencies": { "next": "15.5.29", "react": "^19.0.0", "react-dom": "^19.0.0" }
}
"#;
const CONFIG: &str = "module.exports = { eslint: { ignoreDuringBuilds: true } };\n";
