use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("held").await
}
