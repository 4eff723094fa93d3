use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["items"];

pub async fn GET(
    State(handlers): State<Handlers>,
    Path(slug): Path<String>,
    entry: CacheEntry,
) -> Result<Response> {
    entry.tag(format!("item-{slug}"))?;
    handlers.run(&slug).await
}

pub async fn PUT() -> StatusCode {
    StatusCode::NO_CONTENT
}
