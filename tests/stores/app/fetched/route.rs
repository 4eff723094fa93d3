use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub async fn GET(State(handlers): State<Handlers>, fetch: Fetch) -> Result<String> {
    let url = handlers.text("url").await?;
    let request = fetch.get(&url).revalidate(60).tag("fetched");
    Ok(request.send().await?.text())
}
