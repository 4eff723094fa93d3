use crate::Origin;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(
    State(Origin(host)): State<Origin>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Json<Value> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let forwarded = text("x-forwarded-proto").unwrap_or("http");
    let protocol = forwarded.split(',').next().unwrap_or(forwarded).trim();
    let origin = format!("{protocol}://{host}");
    let url = format!("{origin}{uri}");
    Json(json!({
        "url": url,
        "href": url,
        "origin": origin,
        "host": host,
        "protocol": format!("{protocol}:"),
        "pathname": uri.path(),
        "search": uri.query().map(|query| format!("?{query}")).unwrap_or_default(),
        "basePath": "",
        "locale": "",
        "method": method.as_str(),
        "hostHeader": text(header::HOST.as_str()),
    }))
}
