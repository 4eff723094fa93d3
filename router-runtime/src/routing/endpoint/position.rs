//! The position of a request among its middleware, which the services around the rest of the stack carry.
//!
//! Only axum creates a `Next`, and only the user's layers create their services. What the router can do with either is to clone it, so a
//! position is handed over to the clone of the router's own service inside.

use crate::routing::handler::ResponseFuture;
use axum::extract::Request;
use std::{cell::Cell, sync::Arc};

/// The way of one request through its middleware.
pub(super) trait Way: Send + Sync {
    /// Continues behind a number of middleware, with the next one or with the endpoint.
    fn advance(self: Arc<Self>, request: Request, passed: usize) -> ResponseFuture;
}

/// The position of a request among its middleware.
#[derive(Clone)]
pub(super) struct Position {
    pub(super) way: Arc<dyn Way>,
    /// The number of middleware that the request entered.
    pub(super) passed: usize,
}

thread_local! {
    /// The position for the service that is cloned, until that takes it.
    static HANDED: Cell<Option<Position>> = const { Cell::new(None) };
}

/// Clones a service. The router's own service inside receives the position.
pub(super) fn clone_with<T: Clone>(service: &T, position: Option<Position>) -> T {
    if position.is_none() {
        return service.clone();
    }
    HANDED.set(position);
    // A clone of the user's may panic.
    let _cleared = Cleared;
    service.clone()
}

/// Clears the position that no service took, when it is dropped.
struct Cleared;

impl Drop for Cleared {
    fn drop(&mut self) {
        HANDED.take();
    }
}

/// The position in the router's own service.
#[derive(Default)]
pub(super) struct Carried(Option<Position>);

impl Carried {
    /// Returns the position, for the only call of the service.
    pub(super) fn take(&mut self) -> Option<Position> {
        self.0.take()
    }
}

impl Clone for Carried {
    fn clone(&self) -> Self {
        Self(HANDED.take().or_else(|| self.0.clone()))
    }
}
