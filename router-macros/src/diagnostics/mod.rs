//! Compile errors of the macro.

mod code;
mod distance;
mod problem;
mod render;

pub(crate) use code::Code;
pub(crate) use distance::{distance, nearest};
pub(crate) use problem::{Place, Problem};
pub(crate) use render::{render, sorted};

#[cfg(test)]
mod tests;
