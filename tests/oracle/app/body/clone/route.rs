use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(body: Bytes) -> Json<Value> {
    let text = String::from_utf8_lossy(&body);
    Json(json!({ "a": text, "b": text }))
}
