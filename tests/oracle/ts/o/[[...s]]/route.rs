use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(s): Path<Vec<String>>, uri: Uri) -> Json<Value> {
    let params = if s.is_empty() {
        json!({})
    } else {
        json!({ "s": s })
    };
    Json(json!({ "p": params, "pathname": uri.path() }))
}
