use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(id): Path<String>) -> Json<Value> {
    Json(json!({ "h": "r4/[id]/edit", "params": { "id": id } }))
}
