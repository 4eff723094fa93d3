use router_runtime::prelude::*;
use serde_json::json;

pub async fn GET(cookies: Cookies) -> Response {
    cookies.set(("a", "store"));
    Response::json(&json!({ "ok": true }))
        .with_cookie(("a", "resp"))
        .with_cookie(("b", "resp"))
}
