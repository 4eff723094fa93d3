//! The ways to write the same application. A new peer is a new file and a line in `PEERS`.

mod actix;
mod axum_by_hand;
mod file_routes;
mod files_alone;
mod folder_router;
mod raw_hyper;

use crate::{
    project::{Project, Purpose},
    tree::Route,
};
use std::io;

/// One way to write the application.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Its title in the tables.
    pub title: &'static str,
    /// The prefix of the names of its packages.
    pub name: &'static str,
    /// The ways into the application, as in the arguments of its program and in the tables. Empty if the program handles no requests.
    pub ways: &'static [&'static str],
    /// The ways to serve it on a socket.
    pub served: &'static [&'static str],
    /// Lines of its `Cargo.toml` that no other peer needs.
    pub dependencies: &'static str,
    /// The builds that are measured.
    pub builds: Builds,
    /// Writes the application into an empty project.
    pub write: fn(&Project, &[Route], Purpose) -> io::Result<()>,
    /// The file that holds a route's handlers.
    pub handler_file: fn(Route) -> String,
}

/// The builds of a peer that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builds {
    /// Checks and builds.
    All,
    /// Checks only: its program does nothing.
    Checks,
    /// No builds: only its requests are measured.
    None,
}

/// The application of this project.
pub const FILE_ROUTES: Peer = file_routes::PEER;

/// All peers. The others are compared with the first one.
pub const PEERS: [Peer; 6] = [
    axum_by_hand::PEER,
    FILE_ROUTES,
    files_alone::PEER,
    folder_router::PEER,
    raw_hyper::PEER,
    actix::PEER,
];
