//! The way on which a request arrived.

use crate::routing::entry::HostRule;

/// The way on which a request arrived.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    pub(super) matched: MatchedBy,
    /// `true` if the request has axum's extensions, for the route's own pattern.
    pub(super) has_axum_extensions: bool,
    pub(super) host: HostRule,
}

impl Arrival {
    pub(super) fn at_service(host: HostRule) -> Self {
        Self {
            matched: MatchedBy::Nothing,
            has_axum_extensions: false,
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
