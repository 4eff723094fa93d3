use router_runtime::prelude::*;
use serde_json::{Value, json};

#[derive(Debug, serde::Deserialize)]
pub struct Search {
    query: Option<String>,
}

pub async fn GET(Query(search): Query<Search>) -> Json<Value> {
    Json(json!({ "query": search.query }))
}
