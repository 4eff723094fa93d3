use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub async fn GET(State(handlers): State<Handlers>, data: DataCache) -> Result<String> {
    let options = DataOptions::new().revalidate(60).tags(["data"]);
    let load = async move { handlers.text("data").await };
    Ok(data.cached("data", options, load).await?)
}
