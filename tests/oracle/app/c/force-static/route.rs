use crate::runs::run_of_prerendered;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn GET(method: Method, uri: Uri, headers: HeaderMap) -> Json<Value> {
    let (n, built) = run_of_prerendered("force-static");
    let url = format!("http://localhost:3000{uri}");
    let names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
    Json(json!({
        "n": n,
        "built": built,
        "url": url,
        "href": url,
        "search": uri.query().unwrap_or_default(),
        "origin": "http://localhost:3000",
        "query": [],
        "headers": names,
        "nextHeaders": names,
        "reqCookies": [],
        "nextCookies": [],
        "method": method.as_str(),
    }))
}
