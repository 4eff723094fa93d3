use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path((x, y)): Path<(String, String)>) -> Json<Value> {
    Json(json!({ "h": "b3/[x]/[y]", "params": { "x": x, "y": y } }))
}
