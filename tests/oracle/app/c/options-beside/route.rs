use crate::runs::run_of_prerendered;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn GET() -> Json<Value> {
    let (n, built) = run_of_prerendered("options-beside");
    Json(json!({ "n": n, "built": built }))
}

pub async fn OPTIONS() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, [("x-own-options", "1")])
}
