use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "error";

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("error").await
}
