use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 2;
pub const cache_expire: u32 = 10;

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("short").await
}
