use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(s): Path<Vec<String>>, uri: Uri) -> Json<Value> {
    Json(json!({ "p": { "s": s }, "pathname": uri.path() }))
}
