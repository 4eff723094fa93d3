//! The entry point of a request.

use crate::routing::{entry::HostRule, handler::AxumExtensions};

/// The entry point of a request.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    pub(super) matched: MatchedBy,
    /// Those for the route's own pattern.
    pub(super) axum_extensions: AxumExtensions,
    pub(super) host: HostRule,
}

impl Arrival {
    pub(super) fn at_service(host: HostRule) -> Self {
        Self {
            matched: MatchedBy::Nothing,
            axum_extensions: AxumExtensions::Missing,
            host,
        }
    }
}

/// The component that matched the path of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchedBy {
    /// No component yet: `service()` may dispatch to any route.
    Nothing,
    /// An axum Router, which dispatched to this route.
    AxumRoute(usize),
    /// An axum Router, which dispatched to its fallback.
    AxumFallback,
}
