use router_runtime::{cache::Cache, prelude::*};
use router_tests::handlers::Handlers;

/// Changes the truth, says so to the cache, and answers when the cache has it.
pub async fn POST(State(handlers): State<Handlers>, cache: Cache) -> Result<String> {
    let version = handlers.next_version();
    cache.revalidate_path("/raced").await?;
    Ok(version.to_string())
}
