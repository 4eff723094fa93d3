use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(weird_name): Path<String>) -> Json<Value> {
    Json(json!({ "params": { "_weird-name": weird_name } }))
}
