use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path((a, b)): Path<(String, String)>) -> Json<Value> {
    Json(json!({ "a": a, "b": b }))
}
