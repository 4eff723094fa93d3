use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(a): Path<String>) -> Json<Value> {
    Json(json!({ "h": "b6/[a]/z", "params": { "a": a } }))
}
