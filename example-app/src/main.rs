//! A small stationery shop with one folder for each feature of route files.

pub mod assistant;
pub mod catalog;
pub mod counter;
pub mod database;
pub mod error;
pub mod html;
pub mod journal;
pub mod keeper;
pub mod orders;
pub mod paging;
pub mod shop;
pub mod sources;
pub mod supplier;

use assistant::Assistant;
use router_runtime::{
    ServeError,
    cache::CacheOptions,
    routes,
    rules::{HeaderRule, Redirect},
};
use shop::Shop;
use std::{env, io};

routes!("app", state = Shop);

/// The default token for on-demand revalidation. A real application sets a secret one in `CACHE_TOKEN`.
const PUBLIC_TOKEN: &str = "not-a-good-secret";

#[tokio::main]
async fn main() -> Result<(), ServeError> {
    tracing_subscriber::fmt().init();
    // This fails if a provider is already installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| database::IN_MEMORY.to_owned());
    let shop = Shop::open(&url, Assistant::from_env()?).await;
    let shop =
        shop.map_err(|error| io::Error::other(format!("DATABASE_URL is `{url}`: {error}")))?;
    let secret = env::var("CACHE_TOKEN").unwrap_or_else(|_| PUBLIC_TOKEN.to_owned());
    let mut headers = vec![HeaderRule::new("/:path*").set("x-content-type-options", "nosniff")];
    headers.extend(env::var("ALLOW_ORIGIN").ok().map(open_to));
    headers.extend(env::var("INSTANCE").ok().map(signed_by));
    let app = app::builder(shop.clone())
        .cache(CacheOptions::new().on_demand_token(&secret))
        .redirects([Redirect::permanent("/shelves/:tags*", "/catalog/:tags*")])
        .headers(headers);
    let served = app.service().serve().await;
    shop.close().await;
    served
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

/// Returns a header rule that names this instance in each response, also in those that another one has generated.
fn signed_by(instance: String) -> HeaderRule {
    HeaderRule::new("/:path*").set("x-instance", instance)
}
