//! One mistake and the places it involves.

use super::code::Code;
use crate::location::Position;

/// One mistake: one message, the places involved, the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    /// A sentence without a full stop.
    pub(crate) message: String,
    /// The first is the one to change.
    pub(crate) places: Vec<Place>,
    /// One concrete next step.
    pub(crate) help: String,
}

impl Problem {
    /// A mistake without a place.
    pub(crate) fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            places: Vec::new(),
            help: help.into(),
        }
    }

    /// Adds places.
    #[must_use]
    pub(crate) fn at(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(places);
        self
    }
}

/// A file or folder, or a position in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// As the user would type it from the crate's folder: `app/items/route.rs`.
    pub(crate) file: String,
    pub(crate) at: Option<Position>,
}

impl Place {
    /// A whole file or folder.
    pub(crate) fn whole(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            at: None,
        }
    }
}
