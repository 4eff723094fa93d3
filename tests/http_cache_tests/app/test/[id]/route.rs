//! Cached responses of the suite's origin.

use crate::{Origin, lifetime};
use axum::{extract::Request, response::Response};
use router_runtime::prelude::*;

/// The lifetime is that of each response.
pub const revalidate: u32 = 3600;

pub async fn GET(
    Path(id): Path<String>,
    State(origin): State<Origin>,
    entry: CacheEntry,
) -> Result<Response> {
    let response = origin.get(&format!("/test/{id}")).await?;
    match lifetime(response.headers()) {
        Some(seconds) => entry.revalidate(seconds),
        None => entry.no_store(),
    }
    Ok(response)
}

pub async fn POST(State(origin): State<Origin>, request: Request) -> Result<Response> {
    origin.pass_on(request).await
}

pub async fn PUT(State(origin): State<Origin>, request: Request) -> Result<Response> {
    origin.pass_on(request).await
}

pub async fn DELETE(State(origin): State<Origin>, request: Request) -> Result<Response> {
    origin.pass_on(request).await
}

pub async fn OPTIONS(State(origin): State<Origin>, request: Request) -> Result<Response> {
    origin.pass_on(request).await
}
