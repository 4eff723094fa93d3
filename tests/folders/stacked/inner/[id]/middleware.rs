//! Innermost middleware, which takes its request apart and may send it twice.

use crate::stacks::{Action, Note, action};
use axum::{
    RequestPartsExt,
    extract::{Path, RawPathParams},
};
use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let id = parts.extract::<Path<String>>().await;
    let id = id.map_or_else(|error| error.body_text(), |Path(id)| id);
    let count = parts.extract::<RawPathParams>().await;
    let count = count.map_or(0, |params| params.iter().count());
    match action(&parts.headers, "c") {
        Action::Stop => return (StatusCode::UNAUTHORIZED, "c stops").into_response(),
        Action::Method => parts.method = Method::POST,
        Action::Note => {
            parts.extensions.insert(Note("c"));
        }
        Action::Query => {
            let first = Request::from_parts(parts.clone(), Body::empty());
            next.clone().run(first).await;
        }
        Action::Pass => {}
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let seen = HeaderValue::from_str(&format!("{} {count}", id.escape_default())).unwrap();
    response.headers_mut().append("x-seen", seen);
    crate::trace(&mut response, "c");
    response
}
