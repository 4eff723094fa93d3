use crate::runs::{control, set_control};
use router_runtime::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const dynamic: &str = "force-dynamic";

pub async fn GET(Query(query): Query<BTreeMap<String, String>>) -> Json<Value> {
    let key = query.get("k").map_or("", String::as_str);
    if let Some(value) = query.get("v") {
        set_control(key, value);
    }
    Json(json!({ key: control(key) }))
}
