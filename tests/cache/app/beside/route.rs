use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const dynamic: &str = "force-static";

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("beside").await
}

pub async fn POST(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("POST beside").await
}

pub async fn DELETE(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("DELETE beside").await
}
