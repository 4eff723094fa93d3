//! The route tree: endpoints by URL, children in match order, and the wrappers around each endpoint.

mod build;
mod node;
mod routed_file;

pub(crate) use build::{SITEMAP_ID, build, pattern};
pub(crate) use node::{Endpoint, Node, RouteTree, Wrapper};
pub(crate) use routed_file::RoutedFile;

#[cfg(test)]
mod tests;
