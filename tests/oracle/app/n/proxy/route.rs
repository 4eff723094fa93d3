use crate::upstream;
use router_runtime::{fetch::FetchResponse, prelude::*};

pub async fn GET(fetch: Fetch) -> Result<FetchResponse> {
    Ok(fetch.get(upstream::at("gz").await?).send().await?)
}
