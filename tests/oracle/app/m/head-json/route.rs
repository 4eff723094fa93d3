use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET() -> Json<Value> {
    Json(json!({ "a": 1 }))
}
