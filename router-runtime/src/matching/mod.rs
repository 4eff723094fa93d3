//! Matching of a path to a route, without side effects.

mod axum_patterns;
mod base_path;
mod clean_path;
#[cfg(test)]
mod laws;
mod matcher;
mod node_id;
pub(crate) mod percent;
mod segment;
mod static_table;
mod swar;

pub(crate) use axum_patterns::{AxumPattern, HIDDEN_NAME, axum_patterns};
pub(crate) use base_path::{BasePath, BasePathMatch, with_path};
pub use clean_path::TrailingSlash;
pub(crate) use clean_path::{is_clean, is_clean_behind, with_added_slash};
pub(crate) use matcher::{Match, Matcher, Resolution};
pub(crate) use percent::decode;
pub use segment::Segment;
pub(crate) use segment::StaticPrefix;
pub(crate) use swar::{count_slashes, next_slash};
