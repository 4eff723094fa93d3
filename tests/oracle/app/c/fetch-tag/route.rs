use crate::upstream;
use router_runtime::prelude::*;
use serde_json::Value;

pub async fn GET(fetch: Fetch) -> Result<Json<Value>> {
    let request = fetch.get(upstream::at("count?ft").await?).force_cache();
    Ok(Json(request.tag("ftag").send().await?.json()?))
}
