//! The rules that stop the build, one family per file.

mod all;
mod caching;
mod config;
mod exports;
mod generators;
mod handlers;
mod metadata;
mod middleware_and_layouts;
mod parameters;
mod path_fields;
mod path_types;
mod reads_request;
mod reserved_arguments;
mod same_url;
mod site;
mod sitemaps;
mod static_params;
mod values;

pub(crate) use all::{Application, Checked, all};
pub(crate) use caching::{Caching, caching};
pub(crate) use generators::wrapper;
pub(crate) use reads_request::Conditional;

#[cfg(test)]
mod tests;
