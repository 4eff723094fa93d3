use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["_N_T_/slug/a", "/slug/a"];

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("path-like").await
}
