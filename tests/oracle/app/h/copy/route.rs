use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(mut headers: HeaderMap) -> Json<Value> {
    headers.insert("x-a", HeaderValue::from_static("1"));
    Json(json!({
        "a": headers.get("x-a").map(text),
        "foo": headers.get("X-FOO").map(text),
        "has": headers.contains_key("x-foo"),
    }))
}

/// Header bytes above ASCII read as Latin-1, as a browser does.
fn text(value: &HeaderValue) -> String {
    value
        .as_bytes()
        .iter()
        .map(|&byte| char::from(byte))
        .collect()
}
