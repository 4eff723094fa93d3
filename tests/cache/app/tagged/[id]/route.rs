use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["news"];

pub async fn GET(State(handlers): State<Handlers>, Path(value): Path<String>) -> Result<Response> {
    handlers.run(&format!("tagged/{value}")).await
}
