use crate::control;
use router_runtime::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;

pub async fn GET(Query(query): Query<HashMap<String, String>>) -> Json<Value> {
    let key = query.get("k").map_or("", String::as_str);
    if let Some(value) = query.get("v") {
        control::set(key, value);
    }
    Json(json!({ key: control::get(key) }))
}
