use router_runtime::prelude::*;
use serde_json::json;

pub async fn GET() -> impl IntoResponse {
    let json = Response::json(&json!({ "a": 1 }));
    (StatusCode::CREATED, [("x-a", "1")], json)
}
