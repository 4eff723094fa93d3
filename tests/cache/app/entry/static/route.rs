use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";

pub async fn GET(State(handlers): State<Handlers>, entry: CacheEntry) -> Result<Response> {
    entry.tag("post-static")?;
    entry.revalidate(5);
    handlers.run("entry/static").await
}
