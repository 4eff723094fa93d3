//! actix-web on its own accept loop, with scopes, since its matcher tries one path after the other.

use super::{Builds, Peer};
use crate::{
    handlers::{self, Style},
    project::{Project, Purpose},
    tree::Route,
};
use std::{fmt::Write as _, io};

pub(super) const PEER: Peer = Peer {
    title: "actix-web",
    name: "actix",
    ways: &[],
    served: &["App"],
    builds: Builds::None,
    dependencies: "actix-web = { version = \"4\", default-features = false }\n",
    write,
    handler_file,
};

fn handler_file(route: Route) -> String {
    format!("src/handlers/{}.rs", route.module())
}

fn write(project: &Project, routes: &[Route], _: Purpose) -> io::Result<()> {
    project.write("src/item.rs", handlers::ITEM)?;
    project.write("src/main.rs", MAIN)?;
    let mut modules = String::new();
    let mut paths =
        "use actix_web::web::{ServiceConfig, get, post, scope};\n\nuse crate::handlers;\n\n\
                     pub fn routes(app: &mut ServiceConfig) {\n"
            .to_owned();
    for area in routes.chunk_by(|one, other| one.area() == other.area()) {
        _ = writeln!(paths, "    app.service(scope(\"/area{}\")", area[0].area());
        for section in area.chunk_by(|one, other| one.section() == other.section()) {
            _ = writeln!(
                paths,
                "    .service(scope(\"/section{}\")",
                section[0].section()
            );
            for &route in section {
                let (module, path) = (route.module(), route.actix_path());
                _ = writeln!(modules, "pub mod {module};");
                _ = writeln!(
                    paths,
                    "        .route(\"{path}\", get().to(handlers::{module}::get))"
                );
                if route.has_post() {
                    _ = writeln!(
                        paths,
                        "        .route(\"{path}\", post().to(handlers::{module}::post))"
                    );
                }
                project.write(&handler_file(route), &handlers::source(route, Style::Actix))?;
            }
            paths.push_str("    )\n");
        }
        paths.push_str("    );\n");
    }
    project.write("src/handlers/mod.rs", &modules)?;
    project.write("src/router.rs", &(paths + "}\n"))
}

const MAIN: &str = "\
mod handlers;
mod item;
mod router;

use actix_web::{App, HttpServer, rt::System};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    driver::socket::exit_with_stdin();
    let address = driver::socket::address()?;
    System::new().block_on(async {
        let server = HttpServer::new(|| App::new().configure(router::routes));
        server.workers(1).bind(address)?.run().await
    })?;
    Ok(())
}
";
