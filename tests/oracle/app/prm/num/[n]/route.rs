use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(n): Path<String>) -> Json<Value> {
    Json(json!({ "n": n, "t": "string" }))
}
