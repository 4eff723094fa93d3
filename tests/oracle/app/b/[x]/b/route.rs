use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(x): Path<String>) -> Json<Value> {
    Json(json!({ "h": "b/[x]/b", "params": { "x": x } }))
}
