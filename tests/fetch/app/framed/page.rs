use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: bool = false;

pub async fn page(State(lab): State<Lab>, fetch: Fetch) -> Result<Html<String>> {
    let rates = fetch.get(lab.at("rates")).force_cache().tag("rates");
    Ok(Html(rates.send().await?.text()))
}
