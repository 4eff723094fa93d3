//! The rules that stop the build, one family per file, behind [`all`].
//!
//! Earlier phases report only mistakes in the arguments, the call, the dependency and folder names, and unreadable files.

mod all;
mod caching;
mod config;
mod exports;
mod handlers;
mod metadata;
mod middleware_and_layouts;
mod package;
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
pub(crate) use exports::HiddenExport;
pub(crate) use package::Package;
pub(crate) use reads_request::Conditional;

#[cfg(test)]
mod tests;
