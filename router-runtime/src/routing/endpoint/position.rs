//! The position of a request among its middleware.
//!
//! The router cannot pass an argument through axum's `Next` or through a layer's service; it can only clone them. The clone also clones
//! the router's own innermost service ([`PositionSlot`]), which takes the position from a thread-local variable.

use crate::routing::handler::ResponseFuture;
use axum::extract::Request;
use std::{cell::Cell, sync::Arc};

/// A stack of middleware with an endpoint.
pub(super) trait MiddlewareStack: Send + Sync {
    /// Sends a request that has entered this number of middleware to the next one, or to the endpoint.
    fn advance(self: Arc<Self>, request: Request, entered: usize) -> ResponseFuture;
}

/// The position of a request among its middleware.
#[derive(Clone)]
pub(super) struct Position {
    pub(super) stack: Arc<dyn MiddlewareStack>,
    /// The number of middleware that the request entered.
    pub(super) entered: usize,
}

thread_local! {
    /// The position for the next clone of a [`PositionSlot`].
    static FOR_NEXT_CLONE: Cell<Option<Position>> = const { Cell::new(None) };
}

/// Clones a service. The router's own service inside receives the position.
pub(super) fn clone_with<T: Clone>(service: &T, position: Option<Position>) -> T {
    if position.is_none() {
        return service.clone();
    }
    FOR_NEXT_CLONE.set(position);
    // A clone of the user's may panic.
    let _cleared = Cleared;
    service.clone()
}

/// Clears the position that no service took, when it is dropped.
struct Cleared;

impl Drop for Cleared {
    fn drop(&mut self) {
        FOR_NEXT_CLONE.take();
    }
}

/// The position in the router's own service.
#[derive(Default)]
pub(super) struct PositionSlot(Option<Position>);

impl PositionSlot {
    /// Empties the slot of this clone, whose service is called once.
    pub(super) fn take(&mut self) -> Option<Position> {
        self.0.take()
    }
}

impl Clone for PositionSlot {
    fn clone(&self) -> Self {
        Self(FOR_NEXT_CLONE.take().or_else(|| self.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::Response};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    struct EmptyStack;

    impl MiddlewareStack for EmptyStack {
        fn advance(self: Arc<Self>, _: Request, _: usize) -> ResponseFuture {
            ResponseFuture::ready(Response::new(Body::empty()))
        }
    }

    fn position(entered: usize) -> Position {
        let stack = Arc::new(EmptyStack);
        Position { stack, entered }
    }

    fn entered(carried: &mut PositionSlot) -> Option<usize> {
        carried.take().map(|it| it.entered)
    }

    /// A service of the user, whose clone fails before it clones the router's own service.
    struct Panicking(PositionSlot);

    impl Clone for Panicking {
        fn clone(&self) -> Self {
            panic!("no clone of {:?}", self.0.0.is_some())
        }
    }

    #[test]
    fn the_clone_receives_the_position_for_one_call() {
        let service = PositionSlot::default();
        let mut first = clone_with(&service, Some(position(1)));
        let mut second = clone_with(&service, Some(position(2)));
        // A layer may clone the service again, to send a request twice.
        let mut again = first.clone();
        assert_eq!(entered(&mut first), Some(1));
        assert_eq!(entered(&mut first), None);
        assert_eq!(entered(&mut again), Some(1));
        assert_eq!(entered(&mut second), Some(2));
        assert_eq!(entered(&mut clone_with(&service, None)), None);
        assert_eq!(entered(&mut service.clone()), None);
    }

    #[test]
    fn a_position_that_no_service_took_is_dropped() {
        let panicking = Panicking(PositionSlot::default());
        let cloned = || clone_with(&panicking, Some(position(1)));
        assert!(catch_unwind(AssertUnwindSafe(cloned)).is_err());
        let mut next = PositionSlot::default().clone();
        assert_eq!(entered(&mut next), None);
        let _without_service: u8 = clone_with(&7, Some(position(1)));
        let mut next = PositionSlot::default().clone();
        assert_eq!(entered(&mut next), None);
    }
}
