use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(cookies: Cookies, request: Request) -> Json<Value> {
    let sent = request.headers().get(header::COOKIE);
    let sent = sent.and_then(|it| it.to_str().ok());
    let before = cookies.get("a");
    cookies.set(("a", "new"));
    let shown = |it: Option<Cookie<'_>>| {
        it.map(|it| json!({ "name": it.name(), "value": it.value(), "path": "/" }))
    };
    Json(json!({
        "same": shown(cookies.get("a")),
        "again": shown(request.cookies().get("a")),
        "req": before.map(|it| json!({ "name": it.name(), "value": it.value() })),
        "hdr": sent,
    }))
}
