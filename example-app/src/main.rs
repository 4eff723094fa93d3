//! A small stationery shop with one folder for each feature of route files.

pub mod assistant;
pub mod catalog;
pub mod counter;
pub mod html;
pub mod journal;
pub mod keeper;
pub mod shop;
pub mod supplier;

use assistant::Assistant;
use router_runtime::{
    ServeError,
    cache::CacheOptions,
    routes,
    rules::{HeaderRule, Redirect},
};
use shop::Shop;

routes!("app", state = Shop);

/// The default token for on-demand revalidation. A real application sets a secret one in `CACHE_TOKEN`.
const PUBLIC_TOKEN: &str = "not-a-good-secret";

#[tokio::main]
async fn main() -> Result<(), ServeError> {
    tracing_subscriber::fmt().init();
    // This fails if a provider is already installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let secret = std::env::var("CACHE_TOKEN").unwrap_or_else(|_| PUBLIC_TOKEN.to_owned());
    let mut headers = vec![HeaderRule::new("/:path*").set("x-content-type-options", "nosniff")];
    headers.extend(std::env::var("ALLOW_ORIGIN").ok().map(open_to));
    let app = app::builder(Shop::with(Assistant::from_env()?))
        .cache(CacheOptions::new().on_demand_token(&secret))
        .redirects([Redirect::permanent("/shelves/:tags*", "/catalog/:tags*")])
        .headers(headers);
    app.service().serve().await
}

/// Returns a header rule that allows cross-origin requests from one origin to the whole application.
fn open_to(origin: String) -> HeaderRule {
    HeaderRule::new("/:path*")
        .set("access-control-allow-origin", origin)
        .set(
            "access-control-allow-methods",
            "GET, POST, PUT, PATCH, DELETE",
        )
        .set("access-control-allow-headers", "content-type")
        .set("vary", "origin")
}
