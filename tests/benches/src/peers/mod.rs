//! The ways to write the same application. A new peer is a new file and a line in `PEERS`.

mod actix;
mod axum_by_hand;
mod file_routes;
mod files_alone;
mod folder_router;
mod raw_hyper;

use std::io;

use crate::project::{Project, Purpose};
use crate::tree::Route;

/// One way to write the application.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// What the tables call it.
    pub title: &'static str,
    /// The beginning of its packages' names.
    pub name: &'static str,
    /// The ways into the application, as its program and the tables call them; none where the
    /// program answers no requests.
    pub ways: &'static [&'static str],
    /// The ways to serve it on a socket.
    pub served: &'static [&'static str],
    /// Lines of its `Cargo.toml` that no other peer needs.
    pub dependencies: &'static str,
    /// What is told about building it.
    pub builds: Builds,
    /// Writes the application into an empty project.
    pub write: fn(&Project, &[Route], Purpose) -> io::Result<()>,
    /// The file that holds a route's handlers.
    pub handler_file: fn(Route) -> String,
}

/// What is told about building a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builds {
    /// Checks and builds.
    All,
    /// Checks: its program does nothing.
    Checks,
    /// Nothing: it is there to be asked.
    None,
}

/// Everything that is measured; the first one is what the others are compared with.
pub const PEERS: [Peer; 6] = [
    axum_by_hand::PEER,
    file_routes::PEER,
    files_alone::PEER,
    folder_router::PEER,
    raw_hyper::PEER,
    actix::PEER,
];
