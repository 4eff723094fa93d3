use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;

pub async fn GET(State(handlers): State<Handlers>) -> String {
    let cache = handlers.cache();
    let refused = [
        cache.revalidate_path("/minute").await.is_err(),
        cache.purge_path("/minute").await.is_err(),
    ];
    format!("{refused:?}")
}
