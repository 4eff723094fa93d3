use router_runtime::prelude::*;
use serde_json::json;

pub async fn GET() -> Response {
    Response::json(&json!({ "ok": true }))
        .with_cookie(Cookie::build(("a", "1")).http_only(true))
        .with_cookie(Cookie::build(("b", "2")).path("/x"))
        .without_cookie("c")
}
