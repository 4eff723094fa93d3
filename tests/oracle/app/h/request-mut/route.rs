use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(mut request: Request) -> Json<Value> {
    request
        .headers_mut()
        .insert("x-a", HeaderValue::from_static("1"));
    let seen = request
        .headers()
        .get("x-a")
        .and_then(|value| value.to_str().ok());
    Json(json!({ "r": seen }))
}
