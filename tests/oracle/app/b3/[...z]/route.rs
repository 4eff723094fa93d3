use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(z): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "h": "b3/[...z]", "params": { "z": z } }))
}
