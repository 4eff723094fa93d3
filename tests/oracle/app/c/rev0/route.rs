use crate::runs::run;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const revalidate: u32 = 0;

pub async fn GET() -> Json<Value> {
    Json(json!({ "n": run("rev0") }))
}
