use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(y): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "h": "b/c/[...y]", "params": { "y": y } }))
}
