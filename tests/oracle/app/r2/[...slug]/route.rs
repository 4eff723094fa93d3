use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(slug): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "h": "r2/[...slug]", "params": { "slug": slug } }))
}
