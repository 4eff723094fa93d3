use router_runtime::prelude::*;
use std::collections::BTreeMap;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_query: &[&str] = &["page"];

pub async fn GET(
    State(handlers): State<Handlers>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    handlers.run("paged").await?;
    Ok(format!("{query:?}").into_response())
}
