use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(b): Path<String>) -> Json<Value> {
    Json(json!({ "h": "b6/y/[b]", "params": { "b": b } }))
}
