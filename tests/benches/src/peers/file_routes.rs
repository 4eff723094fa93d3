//! `routes!("app")` over a folder of route files.

use super::{Builds, Peer};
use crate::{
    handlers::{self, Style},
    project::{Project, Purpose},
    tree::Route,
};
use std::io;

pub(super) const PEER: Peer = Peer {
    title: "file routes",
    name: "file_routes",
    ways: &["router()", "service()"],
    served: &["router()", "service()", "serve()"],
    dependencies: "",
    builds: Builds::All,
    write,
    handler_file,
};

pub(super) fn handler_file(route: Route) -> String {
    format!("app/{}/route.rs", route.folder())
}

fn write(project: &Project, routes: &[Route], purpose: Purpose) -> io::Result<()> {
    project.write(
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    )?;
    project.write("src/main.rs", main(purpose))?;
    write_files(project, routes)
}

/// Writes the route files, and the module that they use.
pub(super) fn write_files(project: &Project, routes: &[Route]) -> io::Result<()> {
    project.write("src/item.rs", handlers::ITEM)?;
    for &route in routes {
        project.write(
            &handler_file(route),
            &handlers::source(route, Style::FileRoutes),
        )?;
    }
    Ok(())
}

fn main(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Requests => {
            "\
mod item;

router_runtime::routes!(\"app\");

fn main() -> std::process::ExitCode {
    match &*driver::way() {
        \"router()\" => driver::run(app::router()),
        \"serve()\" => driver::socket::run(async { Ok(app::service().serve().await?) }),
        _ => driver::run(app::service()),
    }
}
"
        }
        Purpose::Compile => {
            "\
mod item;

router_runtime::routes!(\"app\");

#[tokio::main]
async fn main() -> Result<(), router_runtime::ServeError> {
    app::service().serve().await
}
"
        }
    }
}
