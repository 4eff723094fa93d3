//! What is known of one route.

use super::methods::{Exports, MethodSet};
use crate::{
    config::{Rendering, RouteConfig},
    matching::Segment,
};
use std::time::Duration;

/// One route: a file of the app folder and the URL that it answers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RouteInfo {
    /// The URL as folders spell it, groups left out: `/items/[slug]`. Static segments stand decoded.
    pub pattern: &'static str,
    /// The file, from the crate's folder: `app/items/[slug]/route.rs`.
    pub file: &'static str,
    /// What kind of file answers.
    pub kind: RouteKind,
    /// What the file exports.
    pub methods: MethodSet,
    /// The constants that the file exports.
    pub config: &'static RouteConfig,
    /// The pattern, segment by segment.
    pub segments: &'static [Segment],
    /// Which of its handlers each method has.
    pub(crate) exports: Exports,
}

impl RouteInfo {
    /// The time that a handler may take.
    pub(super) fn max_duration(&self) -> Option<Duration> {
        let seconds = self.config.max_duration?;
        Some(Duration::from_secs(seconds.into()))
    }

    /// How answers to GET come about.
    pub fn rendering(&self) -> Rendering {
        self.config.mode()
    }
}

/// What kind of file stands behind a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RouteKind {
    /// `route.rs`: one handler a method.
    Route,
    /// `page.rs`: GET and HEAD.
    Page,
    /// `sitemap.rs`, `icon.rs` and the like: GET and HEAD.
    Metadata,
    /// `favicon.ico`, `icon.png` and the like, sent as they are: GET and HEAD.
    Asset,
}
