use crate::upstream::Upstream;
use router_runtime::prelude::*;

pub const revalidate: bool = false;

pub async fn page(State(upstream): State<Upstream>, fetch: Fetch) -> Result<Html<String>> {
    let rates = fetch.get(upstream.at("rates")).force_cache().tag("rates");
    Ok(Html(rates.send().await?.text()))
}
