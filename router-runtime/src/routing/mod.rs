//! routing

pub(crate) mod clean_path;
#[cfg(test)]
mod laws;
pub(crate) mod matcher;
pub(crate) mod percent;
mod segment;
mod slashes;
mod static_table;
pub(crate) mod unroll;

pub use clean_path::TrailingSlash;
pub use segment::Segment;
