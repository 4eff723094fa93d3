//! Layers of single methods.

use crate::Journal;
use axum::middleware::{from_fn, from_fn_with_state};
use router_runtime::prelude::*;

pub async fn GET(headers: HeaderMap) -> String {
    crate::marks(&headers)
}

pub async fn POST(headers: HeaderMap) -> String {
    crate::marks(&headers)
}

pub async fn DELETE(headers: HeaderMap) -> String {
    crate::marks(&headers)
}

pub fn GET_layer(method: MethodLayers) -> MethodLayers {
    method.layer(from_fn(inner)).layer(from_fn(outer))
}

pub fn POST_layer(method: MethodLayers, state: &Journal) -> MethodLayers {
    method.layer(from_fn_with_state(state.clone(), note))
}

async fn inner(mut request: Request, next: Next) -> Response {
    crate::mark(&mut request, "inner");
    let mut response = next.run(request).await;
    crate::trace(&mut response, "inner");
    response
}

async fn outer(mut request: Request, next: Next) -> Response {
    crate::mark(&mut request, "outer");
    let mut response = next.run(request).await;
    crate::trace(&mut response, "outer");
    response
}

async fn note(State(journal): State<Journal>, mut request: Request, next: Next) -> Response {
    journal.note(format!("post {}", request.uri().path()));
    crate::mark(&mut request, "post");
    next.run(request).await
}
