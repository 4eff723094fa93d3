use router_runtime::prelude::*;
use serde_json::Value;

pub async fn POST(Json(body): Json<Value>) -> String {
    body.to_string()
}
