use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(rest): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "h": "r4/[...rest]", "params": { "rest": rest } }))
}
