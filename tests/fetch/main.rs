//! `Fetch` in handlers, through `service()` and `router()` over HTTP, with an upstream on a socket.

mod caching;
mod failing;
mod modes;
mod sending;
mod upstream;

use router_runtime::{cache::CacheOptions, routes};
use router_tests::test_app;
use upstream::Upstream;

routes!("fetch/app", state = Upstream);

type TestApp = test_app::TestApp<Upstream>;

/// The application of this folder, built with `service()` and `router()`, each with its upstream.
async fn both_ways() -> [TestApp; 2] {
    both_ways_with(|options| options).await
}

async fn both_ways_with(limits: impl Fn(CacheOptions) -> CacheOptions) -> [TestApp; 2] {
    let apps = test_app::both_ways(app::builder, limits).await;
    for app in &apps {
        app.state.open().await;
    }
    apps
}
