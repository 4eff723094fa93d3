//! Mistakes, as a reader sees them.

mod render;

pub(crate) use render::{render, sorted};

use crate::location::Position;

/// One mistake: one message, the places involved, the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// A sentence without a full stop.
    pub(crate) message: String,
    /// The first is where it is to be mended.
    pub(crate) places: Vec<Place>,
    /// One concrete next step.
    pub(crate) help: String,
}

/// A place in the app folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// As the user would type it from the crate's folder: `app/items/route.rs`.
    pub(crate) file: String,
    pub(crate) at: Option<Position>,
}
