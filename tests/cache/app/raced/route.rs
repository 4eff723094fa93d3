use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;

/// Reads the version and responds after a delay.
pub async fn GET(State(handlers): State<Handlers>) -> String {
    let version = handlers.version();
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    version.to_string()
}
