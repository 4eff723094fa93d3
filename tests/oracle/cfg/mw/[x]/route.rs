use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(
    Path(x): Path<String>,
    headers: HeaderMap,
) -> ([(&'static str, &'static str); 2], Json<Value>) {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let mut cookies = text("cookie").unwrap_or_default().split("; ");
    let mwc = cookies.find_map(|cookie| cookie.strip_prefix("mwc="));
    (
        [
            ("set-cookie", "both=handler; Path=/"),
            ("x-both", "handler"),
        ],
        Json(json!({
            "x": x,
            "added": text("x-added"),
            "drop": text("x-drop"),
            "mwc": mwc,
        })),
    )
}

pub async fn POST(body: String) -> Json<Value> {
    Json(json!({ "len": body.len() }))
}
