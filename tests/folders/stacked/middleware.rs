//! Outermost middleware, whose text shows every use of its request.

use crate::stacks::{Action, Note, action};
use router_runtime::prelude::*;

pub async fn middleware(mut request: Request, next: Next) -> Response {
    match action(request.headers(), "a") {
        Action::Stop => return (StatusCode::IM_A_TEAPOT, "a stops").into_response(),
        Action::Method => *request.method_mut() = Method::POST,
        Action::Note => {
            request.extensions_mut().insert(Note("a"));
        }
        _ => {}
    }
    let mut response = next.run(request).await;
    crate::trace(&mut response, "a");
    response
}
