//! Middleware whose function works before its future is polled.

use crate::stacks::{Action, action};
use router_runtime::prelude::{IntoResponse, Next, Request, Response};
use std::{future::Future, pin::Pin};

pub fn middleware(
    mut request: Request,
    next: Next,
) -> Pin<Box<dyn Future<Output = Response> + Send>> {
    let is_stopped = action(request.headers(), "b") == Action::Stop;
    crate::mark(&mut request, "eager");
    Box::pin(async move {
        let mut response = if is_stopped {
            "eager stops".into_response()
        } else {
            next.run(request).await
        };
        crate::trace(&mut response, "eager");
        response
    })
}
