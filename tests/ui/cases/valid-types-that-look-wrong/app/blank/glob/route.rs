use crate::*;

pub const dynamic: &str = "force-static";

pub async fn GET(json: other::Json) -> &'static str {
    let other::Json = json;
    "ok"
}
