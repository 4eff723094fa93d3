//! The meaning of folder names.

mod brackets;
mod decode;
mod folder;
mod model;
mod other_routers;

pub(crate) use folder::folder;
pub(crate) use model::{Folder, Segment};

#[cfg(test)]
mod tests;
