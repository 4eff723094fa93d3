use crate::instance::Instance;
use router_runtime::prelude::*;
use serde::Deserialize;

pub const revalidate: u32 = 600;
pub const cache_query: &[&str] = &["page"];

#[derive(Deserialize)]
pub struct Page {
    page: u8,
}

pub async fn GET(
    State(instance): State<Instance>,
    Path(name): Path<String>,
    Query(query): Query<Page>,
    entry: CacheEntry,
) -> Result<Response> {
    entry.tag(format!("lasting.{name}"))?;
    if let Some(number) = name.strip_prefix('k') {
        let is_odd = number.ends_with(['1', '3', '5', '7', '9']);
        entry.tag(if is_odd { "odd" } else { "even" })?;
    }
    instance
        .run(&format!("lasting.{name}.{}", query.page))
        .await
}

pub async fn PUT() -> StatusCode {
    StatusCode::NO_CONTENT
}
