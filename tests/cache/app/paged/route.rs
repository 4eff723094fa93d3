use router_runtime::prelude::*;
use router_tests::handlers::Handlers;
use std::collections::BTreeMap;

pub const revalidate: u32 = 60;
pub const cache_query: &[&str] = &["page"];

pub async fn GET(
    State(handlers): State<Handlers>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    handlers.run("paged").await?;
    Ok(format!("{query:?}").into_response())
}
