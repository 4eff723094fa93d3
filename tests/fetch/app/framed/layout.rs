use crate::lab::Lab;
use router_runtime::prelude::*;

pub async fn layout(
    State(lab): State<Lab>,
    fetch: Fetch,
    children: Children,
) -> Result<Html<String>> {
    let news = fetch.get(lab.at("news")).revalidate(60).tag("news");
    Ok(Html(format!("{}: {children}", news.send().await?.text())))
}
