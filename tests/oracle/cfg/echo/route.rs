use router_runtime::prelude::*;
use serde_json::{Value, json};

type Pairs = Vec<(String, String)>;

pub async fn GET(uri: Uri, Query(query): Query<Pairs>) -> Json<Value> {
    Json(json!({
        "h": "echo",
        "url": uri.to_string(),
        "pathname": uri.path(),
        "basePath": "",
        "q": query,
    }))
}

pub async fn POST(Query(query): Query<Pairs>, body: String) -> Json<Value> {
    Json(json!({ "h": "echo POST", "body": body, "q": query }))
}
