use crate::app::made::id::Params;
use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;

pub async fn GET(State(handlers): State<Handlers>, Path(value): Path<String>) -> Result<Response> {
    handlers.run(&format!("made/{value}")).await
}

pub async fn generate_static_params() -> Vec<Params> {
    let id = "first".to_owned();
    vec![Params { id }]
}
