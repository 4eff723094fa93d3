use router_runtime::{cache::Cache, prelude::*};
use router_tests::handlers::Handlers;

/// Increases the version and responds when the cache has invalidated the old one.
pub async fn POST(State(handlers): State<Handlers>, cache: Cache) -> Result<String> {
    let version = handlers.next_version();
    cache.revalidate_path("/raced").await?;
    Ok(version.to_string())
}
