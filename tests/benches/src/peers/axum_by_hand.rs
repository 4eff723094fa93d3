//! An axum Router with one `route` call per path, one function per section, and one file per handler.

use super::{Builds, Peer};
use crate::{
    handlers::{self, Style},
    project::{Project, Purpose},
    tree::Route,
};
use std::{fmt::Write as _, io};

pub(super) const PEER: Peer = Peer {
    title: "axum by hand",
    name: "axum_by_hand",
    ways: &["Router"],
    served: &["Router"],
    dependencies: "",
    builds: Builds::All,
    write,
    handler_file,
};

fn handler_file(route: Route) -> String {
    format!("src/handlers/{}.rs", route.module())
}

fn write(project: &Project, routes: &[Route], purpose: Purpose) -> io::Result<()> {
    project.write("src/item.rs", handlers::ITEM)?;
    project.write("src/main.rs", main(purpose))?;
    write_router(project, routes, purpose)?;
    project.write("src/handlers/mod.rs", &modules(routes))?;
    for &route in routes {
        project.write(&handler_file(route), &handlers::source(route, Style::Axum))?;
    }
    Ok(())
}

fn main(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Requests => {
            "\
mod handlers;
mod item;
mod router;

fn main() -> std::process::ExitCode {
    if driver::way() == \"handler alone\" {
        driver::run(driver::HandlerAlone)
    } else {
        driver::run(router::router())
    }
}
"
        }
        Purpose::Compile => {
            "\
mod handlers;
mod item;
mod router;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:3000\").await?;
    axum::serve(listener, router::router()).await
}
"
        }
    }
}

/// The responses to paths without a route, and to methods without a handler, with words.
const ERRORS: &str = "\
async fn not_found() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, \"404 Not Found\\n\")
}

async fn method_not_allowed() -> (StatusCode, &'static str) {
    (StatusCode::METHOD_NOT_ALLOWED, \"405 Method Not Allowed\\n\")
}
";

/// Writes a function for each section: in a single function, rustc's checks would take a time that grows with the square of the routes.
fn write_router(project: &Project, routes: &[Route], purpose: Purpose) -> io::Result<()> {
    let (import, errors, end) = match purpose {
        Purpose::Requests => (
            "use axum::http::StatusCode;\n",
            ERRORS,
            "    r.fallback(not_found).method_not_allowed_fallback(method_not_allowed)\n}\n",
        ),
        Purpose::Compile => ("", "", "    r\n}\n"),
    };
    let mut sections = String::new();
    let mut text = format!(
        "use axum::Router;\n{import}\n{errors}\n\
         pub fn router() -> Router {{\n    let mut r = Router::new();\n"
    );
    for section in routes.chunk_by(|one, other| one.index / 10 == other.index / 10) {
        let name = format!("area{}_section{}", section[0].area(), section[0].section());
        _ = writeln!(sections, "mod {name};");
        _ = writeln!(text, "    r = {name}::routes(r);");
        project.write(&format!("src/router/{name}.rs"), &section_routes(section))?;
    }
    project.write("src/router/mod.rs", &(sections + &text + end))
}

fn section_routes(routes: &[Route]) -> String {
    let mut text = "use axum::Router;\nuse axum::routing::get;\n\nuse crate::handlers;\n\n\
                    pub fn routes(r: Router) -> Router {\n    r"
        .to_owned();
    for route in routes {
        let (path, module) = (route.axum_path(), route.module());
        let post = if route.has_post() {
            format!(".post(handlers::{module}::post)")
        } else {
            String::new()
        };
        _ = write!(
            text,
            "\n        .route(\"{path}\", get(handlers::{module}::get){post})"
        );
    }
    text + "\n}\n"
}

fn modules(routes: &[Route]) -> String {
    let mut text = String::new();
    for route in routes {
        _ = writeln!(text, "pub mod {};", route.module());
    }
    text
}
