//! # CORS for a folder: a route
//!
//! The handlers do not deal with other origins; the `middleware.rs` of the folder does.
//!
//! ```console
//! $ curl -s -H 'origin: https://example.net' http://localhost:3000/cors/partners
//! < 200
//! < access-control-allow-origin: https://example.net
//! {"discount":10}
//! ```

use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET() -> Json<Value> {
    Json(json!({ "discount": 10 }))
}

pub async fn PUT(Json(order): Json<Value>) -> (StatusCode, Json<Value>) {
    (StatusCode::ACCEPTED, Json(order))
}
