use crate::runs::run_of_prerendered;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const revalidate: u32 = 60;

pub async fn GET() -> Json<Value> {
    let (n, built) = run_of_prerendered("rev60");
    Json(json!({ "n": n, "built": built }))
}
