use crate::lab::Lab;
use router_runtime::prelude::*;
use std::collections::BTreeMap;

pub const revalidate: u32 = 60;
pub const cache_query: &[&str] = &["page"];

pub async fn GET(
    State(lab): State<Lab>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Response> {
    lab.run("paged").await?;
    Ok(format!("{query:?}").into_response())
}
