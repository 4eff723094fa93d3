use crate::upstream;
use router_runtime::prelude::*;
use serde_json::Value;

pub async fn GET(fetch: Fetch) -> Result<Json<Value>> {
    let response = fetch.get(upstream::at("count").await?).send().await?;
    Ok(Json(response.json()?))
}
