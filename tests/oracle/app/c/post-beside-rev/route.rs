use crate::runs::run_of_prerendered;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const revalidate: u32 = 60;

pub async fn GET() -> Json<Value> {
    let (n, built) = run_of_prerendered("post-beside-rev");
    Json(json!({ "n": n, "built": built }))
}

pub async fn POST() -> Json<Value> {
    Json(json!({ "post": true }))
}
