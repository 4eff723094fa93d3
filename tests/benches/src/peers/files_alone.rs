//! The route files as plain modules, without any router: the cost of checking the user's own code.

use super::{Builds, Peer, file_routes};
use crate::{
    project::{Project, Purpose},
    tree::Route,
};
use std::{fmt::Write as _, io};

pub(super) const PEER: Peer = Peer {
    title: "the files alone",
    name: "files_alone",
    ways: &[],
    served: &[],
    dependencies: "",
    builds: Builds::Checks,
    write,
    handler_file: file_routes::handler_file,
};

fn write(project: &Project, routes: &[Route], _: Purpose) -> io::Result<()> {
    let mut text = "#![allow(dead_code, non_snake_case)]\n\nmod item;\n".to_owned();
    for route in routes {
        let (file, module) = (file_routes::handler_file(*route), route.module());
        _ = writeln!(text, "#[path = \"../{file}\"]\nmod {module};");
    }
    project.write("src/main.rs", &(text + "\nfn main() {}\n"))?;
    file_routes::write_files(project, routes)
}
