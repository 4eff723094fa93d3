use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(
    Path(slug): Path<String>,
    Query(entries): Query<Vec<(String, String)>>,
    uri: Uri,
) -> Json<Value> {
    Json(json!({ "params": { "slug": slug }, "entries": entries, "url": uri.to_string() }))
}
