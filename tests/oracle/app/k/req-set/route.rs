use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(mut request: Request) -> Result<Json<Value>> {
    let sent = request.headers().get(header::COOKIE);
    let sent = sent.map_or(Ok(""), HeaderValue::to_str)?;
    let cookie = format!("{sent}; x=1");
    request
        .headers_mut()
        .insert(header::COOKIE, cookie.parse()?);
    request.extensions_mut().clear();
    let shown = |it: Cookie<'_>| json!({ "name": it.name(), "value": it.value() });
    let all: Vec<_> = request.cookies().all().into_iter().map(shown).collect();
    Ok(Json(json!({ "all": all, "hdr": cookie })))
}
