use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(cookies: Cookies) -> Json<Vec<Value>> {
    cookies.set(("a", "1"));
    cookies.delete("a");
    cookies.set(("b", "1"));
    cookies.set(("b", "2"));
    let shown = |it: Cookie<'_>| json!({ "name": it.name(), "value": it.value(), "path": "/" });
    Json(cookies.all().into_iter().map(shown).collect())
}
