//! Cannot share what the middleware guards.

use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";
pub const cache_shared: bool = true;

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("open").await
}
