//! axum-folder-router, which also finds `route.rs` files at compile time.

use super::{Builds, Peer, file_routes};
use crate::{
    handlers::{self, Style},
    project::{Project, Purpose},
    tree::Route,
};
use std::io;

pub(super) const PEER: Peer = Peer {
    title: "axum-folder-router",
    name: "folder_router",
    ways: &[],
    served: &[],
    dependencies: "axum-folder-router = \"0.4\"\n",
    builds: Builds::All,
    write,
    handler_file: file_routes::handler_file,
};

fn write(project: &Project, routes: &[Route], _: Purpose) -> io::Result<()> {
    project.write("src/main.rs", MAIN)?;
    project.write("src/item.rs", handlers::ITEM)?;
    for &route in routes {
        project.write(
            &file_routes::handler_file(route),
            &handlers::source(route, Style::Axum),
        )?;
    }
    Ok(())
}

const MAIN: &str = "\
mod item;

#[derive(Clone)]
struct Nothing;

#[axum_folder_router::folder_router(\"app\", Nothing)]
struct Folder();

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:3000\").await?;
    let router = Folder::into_router().with_state(Nothing);
    axum::serve(listener, router).await
}
";
