use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(cookies: Cookies) -> Json<Value> {
    cookies.delete("a");
    cookies.delete(Cookie::build("b").path("/p").domain("example.com"));
    let a = cookies.get("a");
    Json(json!({ "has": a.is_some(), "get": a.map(|it| it.value().to_owned()) }))
}
