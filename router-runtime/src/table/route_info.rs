//! The description of one route.

use super::{Exports, MethodSet};
use crate::{
    config::{Rendering, RouteConfig},
    matching::Segment,
};
use std::time::Duration;

/// A route: a file of the app folder and the URL pattern that it serves.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RouteInfo {
    /// The URL pattern as folders spell it, without groups: `/items/[slug]`. Static segments are decoded.
    pub pattern: &'static str,
    /// The file, relative to the crate's folder: `app/items/[slug]/route.rs`.
    pub file: &'static str,
    /// The kind of the file.
    pub kind: RouteKind,
    /// The methods that the file exports.
    pub methods: MethodSet,
    /// The constants that the file exports.
    pub config: &'static RouteConfig,
    /// The segments of the pattern.
    pub segments: &'static [Segment],
    /// The handler number of each method.
    pub(crate) exports: Exports,
    /// The number of the line in the table's text, by which generated code refers to the route.
    pub(crate) line: usize,
    /// The number of handlers in the lines before.
    pub(crate) first_handler: usize,
}

impl RouteInfo {
    /// Returns how responses to GET are rendered.
    pub fn rendering(&self) -> Rendering {
        self.config.rendering()
    }

    /// Returns the time limit of a handler.
    pub(crate) fn max_duration(&self) -> Option<Duration> {
        let seconds = self.config.max_duration?;
        Some(Duration::from_secs(seconds.into()))
    }

    /// Returns the last word of the tag that all responses of the route carry.
    pub(crate) fn leaf(&self) -> &'static str {
        match self.kind {
            RouteKind::Page => "page",
            RouteKind::Route | RouteKind::Metadata | RouteKind::Asset => "route",
        }
    }
}

/// The kind of file behind a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RouteKind {
    /// `route.rs`: one handler per method.
    Route,
    /// `page.rs`: GET and HEAD.
    Page,
    /// A generated metadata file such as `sitemap.rs` or `icon.rs`: GET and HEAD.
    Metadata,
    /// A static metadata file such as `favicon.ico` or `icon.png`: GET and HEAD.
    Asset,
}
