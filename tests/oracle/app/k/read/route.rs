use router_runtime::prelude::*;
use serde_json::{Value, json};

/// A cookie as the recorded handler shows it.
fn shown(cookie: &Cookie<'_>) -> Value {
    json!({ "name": cookie.name(), "value": cookie.value(), "path": "/" })
}

pub async fn GET(cookies: Cookies) -> Json<Value> {
    let a = cookies.get("a");
    let all = cookies.all();
    let written = all.iter().fold(Response::default(), |response, cookie| {
        response.with_cookie(cookie.clone())
    });
    let headers = written.headers().get_all(header::SET_COOKIE);
    let written: Vec<_> = headers.iter().filter_map(|it| it.to_str().ok()).collect();
    let plain = |it: &Cookie<'_>| json!({ "name": it.name(), "value": it.value() });
    Json(json!({
        "get": a.as_ref().map(shown),
        "all": all.iter().map(shown).collect::<Vec<_>>(),
        "allA": a.iter().map(shown).collect::<Vec<_>>(),
        "has": a.is_some(),
        "hasNo": cookies.get("zzz").is_some(),
        "str": written.join("; "),
        "req": all.iter().map(plain).collect::<Vec<_>>(),
    }))
}
