//! The observed request whose code runs on this thread.

use super::RequestId;
use crate::table::RouteInfo;
use std::{cell::RefCell, mem};
use tracing::Span;

thread_local! {
    static CURRENT: RefCell<Current> = const { RefCell::new(Current { route: None, id: None, span: None }) };
}

/// The values that an application reads and sets while a request runs.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) route: Option<&'static RouteInfo>,
    pub(super) id: Option<RequestId>,
    pub(super) span: Option<Span>,
}

/// Notes the route of the current request.
pub(crate) fn set_route(route: &'static RouteInfo) {
    let span = CURRENT.with_borrow_mut(|current| {
        current.route = Some(route);
        current.span.clone()
    });
    // A subscriber runs outside of the borrow.
    if let Some(span) = span {
        span.record("http.route", route.pattern);
    }
}

/// Returns the id of the current request.
pub(crate) fn request_id() -> Option<RequestId> {
    CURRENT.with_borrow(|current| current.id.clone())
}

/// Makes a request the current one until the guard is dropped.
pub(super) fn enter(current: &mut Current) -> Scope<'_> {
    swap(current);
    Scope(current)
}

/// Makes the request before it the current one again when it is dropped.
pub(crate) struct Scope<'c>(&'c mut Current);

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        swap(self.0);
    }
}

fn swap(current: &mut Current) {
    CURRENT.with_borrow_mut(|running| mem::swap(running, current));
}
