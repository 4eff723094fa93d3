use crate::runs::is_of_build;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn GET(headers: HeaderMap) -> Json<Value> {
    debug_assert!(headers.is_empty());
    Json(json!({ "built": is_of_build("/conn/static") }))
}
