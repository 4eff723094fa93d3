//! A page that is sent for a while after its handler fails.

use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const stale_if_error: u32 = 60;

pub async fn GET(State(handlers): State<Handlers>) -> Result<Response> {
    handlers.run("saved").await
}
