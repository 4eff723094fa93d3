//! From a path to a route: pure, and one piece of code however it is reached.

mod clean_path;
#[cfg(test)]
mod laws;
mod link;
mod matcher;
pub(crate) mod percent;
mod segment;
mod slashes;
mod static_table;
mod unroll;
mod word;

pub use clean_path::TrailingSlash;
pub(crate) use clean_path::{is_clean, is_clean_behind};
pub(crate) use matcher::{Matcher, Verdict, slash_to_add};
pub(crate) use percent::decode;
pub(crate) use segment::Lead;
pub use segment::Segment;
pub(crate) use slashes::next_slash;
pub(crate) use unroll::{AxumRoute, axum_routes};
