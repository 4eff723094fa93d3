use crate::upstream::Upstream;
use router_runtime::prelude::*;

pub async fn layout(
    State(upstream): State<Upstream>,
    fetch: Fetch,
    children: Children,
) -> Result<Html<String>> {
    let news = fetch.get(upstream.at("news")).revalidate(60).tag("news");
    Ok(Html(format!("{}: {children}", news.send().await?.text())))
}
