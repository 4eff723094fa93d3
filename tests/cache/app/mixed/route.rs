use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("mixed").await
}

pub async fn POST(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("POST mixed").await
}

pub async fn DELETE(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("DELETE mixed").await
}
