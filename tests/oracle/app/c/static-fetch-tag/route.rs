use crate::upstream;
use router_runtime::prelude::*;
use serde_json::Value;

pub const dynamic: &str = "force-static";

pub async fn GET(fetch: Fetch) -> Result<Json<Value>> {
    let request = fetch.get(upstream::at("count?sft").await?).tag("sftag");
    Ok(Json(request.send().await?.json()?))
}
