//! Warnings about responses that the cache does not treat as their handler may expect.

use crate::cache::{
    http::cache_control::{IsDefault, stale_at_once},
    policy::Policy,
    storable::Unstorable,
};
use axum::http::response::Parts;
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

/// The warnings that were logged: each is logged once for a route, since every client can cause them.
#[derive(Debug, Default)]
pub(super) struct Warnings(Mutex<HashSet<(&'static str, String)>>);

impl Warnings {
    /// Warns that a response was not stored, unless its handler said so.
    pub(super) fn unstorable(&self, policy: &Policy, path: &str, reason: Unstorable) {
        if reason == Unstorable::NoStore {
            tracing::debug!(path, "a response was not stored: {reason}");
        } else if self.is_first(policy, reason.to_string()) {
            tracing::warn!(path, "a response was not stored: {reason}");
        }
    }

    /// Warns about a response that is stored for the route's period, although its own headers say that it is stale at once.
    pub(super) fn stale_at_once(
        &self,
        policy: &Policy,
        path: &str,
        response: &Parts,
        now: SystemTime,
    ) {
        if response.extensions.get::<IsDefault>().is_some() {
            return;
        }
        let Some(reason) = stale_at_once(&response.headers, now) else {
            return;
        };
        if self.is_first(policy, reason.to_string()) {
            tracing::warn!(
                path,
                "a response was stored for the period of its route although it says that it is stale at once: {reason}; help: send \
                 `Cache-Control: no-store` to prevent storing, or remove `revalidate` and `dynamic` from the file"
            );
        }
    }

    fn is_first(&self, policy: &Policy, warning: String) -> bool {
        let mut logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        logged.insert((policy.route, warning))
    }
}
