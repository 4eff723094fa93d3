use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(Path(slug): Path<Vec<String>>) -> Json<Value> {
    let (params, keys, kind) = if slug.is_empty() {
        (json!({}), json!([]), "undefined")
    } else {
        (json!({ "slug": slug }), json!(["slug"]), "object")
    };
    Json(json!({ "h": "r3/[[...slug]]", "params": params, "keys": keys, "type": kind }))
}
