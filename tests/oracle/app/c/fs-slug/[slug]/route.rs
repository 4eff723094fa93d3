use crate::runs::run;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn GET(Path(slug): Path<String>, uri: Uri) -> Json<Value> {
    Json(json!({
        "n": run("fs-slug"),
        "p": { "slug": slug },
        "url": format!("http://localhost:3000{uri}"),
        "built": false,
    }))
}
