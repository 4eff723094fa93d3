use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;

pub async fn GET(
    State(handlers): State<Handlers>,
    Path(value): Path<Vec<String>>,
) -> Result<Response> {
    handlers.run(&format!("docs/{}", value.join("|"))).await
}
