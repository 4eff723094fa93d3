use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "error";

pub async fn GET(State(handlers): State<Handlers>, entry: CacheEntry) -> Result<Response> {
    entry.tag("post-error")?;
    handlers.run("entry/error").await
}
