use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(opt): Path<Vec<String>>) -> Json<Value> {
    let params = if opt.is_empty() {
        json!({})
    } else {
        json!({ "opt": opt })
    };
    Json(json!({ "h": "b4/[[...opt]]", "params": params }))
}
