//! Histories by hand: for each invariant valid ones, and some that violate it.

mod errors;
mod story;
mod versions;
