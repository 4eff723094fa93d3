use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(headers: HeaderMap) -> Json<Value> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let cookies = text(header::COOKIE.as_str()).unwrap_or_default();
    let a = cookies
        .split("; ")
        .find_map(|cookie| cookie.strip_prefix("a="));
    Json(json!({ "a": a, "b": text("x-a") }))
}
