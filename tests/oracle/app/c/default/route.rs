use crate::runs::run;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET() -> Json<Value> {
    Json(json!({ "n": run("default"), "built": false }))
}
