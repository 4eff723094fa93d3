use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept-language"];

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("varied").await
}
