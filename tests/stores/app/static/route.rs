use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("static").await
}
