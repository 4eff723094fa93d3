//! The cases of the cache's contract by their numbers, and other behavior of the cache, over HTTP.
//!
//! Each test runs over the application built with `service()` and the one built with `router()`. The contract is
//! `router-runtime/src/docs/contributing/cache.md`.

mod basics;
mod contract;
mod counted;
mod data;
mod errors;
mod extractors;
mod failures;
mod flights;
mod headers;
mod invalidation;
mod keys;
mod limits;
mod logs;
mod methods;
mod prerender;
mod pressure;
mod races;
mod scopes;
mod shutdown;
mod status;
mod storing;

use router_runtime::{cache::CacheOptions, routes};
use router_tests::{
    handlers::Handlers,
    test_app::{self, TestApp},
};

routes!("cache/app", state = Handlers);

/// The application of this folder, built with `service()` and `router()`.
async fn both_ways() -> [TestApp; 2] {
    both_ways_with(|options| options).await
}

async fn both_ways_with(limits: impl Fn(CacheOptions) -> CacheOptions) -> [TestApp; 2] {
    test_app::both_ways(app::builder, limits).await
}
