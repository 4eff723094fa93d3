use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn GET(uri: Uri) -> Json<Value> {
    Json(json!({
        "url": format!("http://localhost:3000{}", uri.path()),
        "pathname": uri.path(),
        "bp": "",
    }))
}
