//! The values of a request whose response has ended.

use super::RequestId;
use crate::table::RouteInfo;
use axum::http::{Method, StatusCode};
use std::time::Duration;

/// A finished exchange.
#[derive(Debug)]
pub(super) struct Report<'e> {
    pub(super) method: &'e Method,
    pub(super) path: Option<&'e str>,
    pub(super) route: Option<&'static RouteInfo>,
    pub(super) status: Option<StatusCode>,
    pub(super) duration: Duration,
    /// The bytes of the response's body.
    pub(super) bytes: u64,
    /// The bytes of the request's body that were read; `None` if it has none.
    #[cfg_attr(
        not(feature = "metrics"),
        expect(dead_code, reason = "only metrics show it")
    )]
    pub(super) received: Option<u64>,
    pub(super) cache_status: Option<&'e str>,
    pub(super) id: Option<&'e RequestId>,
    /// The kind of an end that is not complete.
    pub(super) aborted: Option<&'static str>,
}
