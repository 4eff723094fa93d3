//! Middleware with extractors that may reject, of which the last one takes the request.

use crate::stacks::Whole;
use axum::extract::Query;
use router_runtime::prelude::{HeaderMap, IntoResponse, Method, Next, Response, StatusCode};
use std::collections::HashMap;
use tower::Service;

pub async fn middleware(
    headers: HeaderMap,
    method: Method,
    Query(query): Query<HashMap<String, u32>>,
    Whole(request): Whole,
    mut next: Next,
) -> Result<Response, StatusCode> {
    if query.contains_key("conflict") {
        return Err(StatusCode::CONFLICT);
    }
    let response = next.call(request).await.into_response();
    let count = headers.len().to_string();
    Ok((
        [("x-matched", count), ("x-seen", method.to_string())],
        response,
    )
        .into_response())
}
