//! `Fetch`, through `service()` and `router()` over HTTP, before an upstream on a socket.

#[path = "../cache/answer.rs"]
#[allow(dead_code, reason = "the cache's tests look at more")]
mod answer;
mod failing;
#[path = "../cache/house.rs"]
#[allow(dead_code, reason = "the cache's tests do more")]
mod house;
mod keeping;
mod lab;
mod modes;
mod sending;
#[path = "../cache/lab.rs"]
#[allow(dead_code, reason = "the cache's tests do more")]
mod upstreams;

use house::House;
use lab::Lab;
use router_runtime::{cache::CacheOptions, routes};

routes!("fetch/app", state = Lab);

/// The application, twice, each with its upstream.
async fn houses() -> [House; 2] {
    houses_with(|options| options).await
}

async fn houses_with(limits: fn(CacheOptions) -> CacheOptions) -> [House; 2] {
    let houses = house::houses_with(limits).await;
    for house in &houses {
        house.lab.open().await;
    }
    houses
}
