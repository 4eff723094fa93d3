use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(headers: HeaderMap, body: Bytes) -> Json<Value> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    Json(json!({ "size": body.len(), "type": kind }))
}
