//! # CORS
//!
//! A handler allows other origins by headers. Its own `OPTIONS` responds to preflight requests;
//! without it, the response to `OPTIONS` only contains `Allow`. `partners/middleware.rs` configures
//! CORS for a folder, and a rule in `main.rs` for the whole application.
//!
//! ```console
//! $ curl -s -X OPTIONS -H 'origin: https://example.org' -H 'access-control-request-method: GET' http://localhost:3000/cors
//! < 204
//! < access-control-allow-origin: *
//! < access-control-allow-methods: GET
//! < access-control-allow-headers: content-type
//! $ curl -s -H 'origin: https://example.org' http://localhost:3000/cors
//! < 200
//! < access-control-allow-origin: *
//! {"open":true}
//! ```

use axum::response::AppendHeaders;
use router_runtime::prelude::*;
use serde_json::{Value, json};

const CORS: AppendHeaders<[(HeaderName, &str); 3]> = AppendHeaders([
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
]);

pub async fn OPTIONS() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, CORS)
}

pub async fn GET() -> (impl axum::response::IntoResponseParts, Json<Value>) {
    (CORS, Json(json!({ "open": true })))
}
