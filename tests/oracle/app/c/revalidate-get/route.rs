use router_runtime::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub async fn GET(
    cache: Cache,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>> {
    cache
        .revalidate_path(query.get("path").map_or("", String::as_str))
        .await?;
    Ok(Json(json!({ "revalidated": true })))
}
