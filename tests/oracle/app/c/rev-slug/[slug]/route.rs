use crate::runs::run;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const revalidate: u32 = 1;

pub async fn GET(Path(slug): Path<String>) -> Json<Value> {
    Json(json!({ "n": run("rev-slug"), "p": { "slug": slug } }))
}
