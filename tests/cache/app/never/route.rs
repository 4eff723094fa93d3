use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: bool = false;

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("never").await
}
