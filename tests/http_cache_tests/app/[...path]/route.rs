//! The configuration and the state of the suite's origin, which are not cached.

use crate::Origin;
use axum::{extract::Request, response::Response};
use router_runtime::prelude::*;

pub async fn GET(State(origin): State<Origin>, request: Request) -> Result<Response> {
    origin.pass_on(request).await
}

pub async fn PUT(State(origin): State<Origin>, request: Request) -> Result<Response> {
    origin.pass_on(request).await
}
