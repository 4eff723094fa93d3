use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(slug): Path<String>) -> Json<Value> {
    Json(json!({ "h": "r/[slug]", "params": { "slug": slug } }))
}
