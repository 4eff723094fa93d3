use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(slug): Path<String>, uri: Uri) -> Json<Value> {
    Json(json!({ "p": { "slug": slug }, "pathname": uri.path() }))
}
