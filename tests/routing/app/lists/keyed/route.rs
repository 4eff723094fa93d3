use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_query: &[&str] = &["tag"];

#[derive(serde::Deserialize)]
pub struct Tags {
    tag: Vec<String>,
}

/// Both extractors may be keyed.
pub async fn GET(
    Query(tags): Query<Tags>,
    axum::extract::Query(pairs): axum::extract::Query<Vec<(String, String)>>,
) -> String {
    format!("{:?} {}", tags.tag, pairs.len())
}
