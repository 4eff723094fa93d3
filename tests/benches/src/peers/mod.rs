//! The ways to write the same application. A new peer is a new file and a line in `PEERS`.

mod axum_by_hand;
mod file_routes;
mod files_alone;

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
    /// Whether building the program means something; otherwise it is only checked.
    pub is_built: bool,
    /// Writes the application into an empty project.
    pub write: fn(&Project, &[Route], Purpose) -> io::Result<()>,
    /// The file that holds a route's handlers.
    pub handler_file: fn(Route) -> String,
}

/// Everything that is measured; the first one is what the others are compared with.
pub const PEERS: [Peer; 3] = [axum_by_hand::PEER, file_routes::PEER, files_alone::PEER];
