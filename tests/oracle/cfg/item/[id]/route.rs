use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(
    Path(id): Path<String>,
    uri: Uri,
    Query(query): Query<Vec<(String, String)>>,
) -> Json<Value> {
    Json(json!({
        "h": "item",
        "params": { "id": id },
        "url": uri.to_string(),
        "q": query,
    }))
}
