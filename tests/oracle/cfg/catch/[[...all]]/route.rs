use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(all): Path<Vec<String>>, uri: Uri) -> Json<Value> {
    Json(json!({
        "h": "catch",
        "params": { "all": all },
        "url": uri.to_string(),
        "pathname": uri.path(),
    }))
}
