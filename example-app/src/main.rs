//! A small stationery shop: one folder for each thing a route file can do.

pub mod html;
pub mod keeper;
pub mod shop;

use router_runtime::{
    routes,
    rules::{HeaderRule, Redirect},
};
use shop::Shop;

routes!("app", state = Shop);

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().init();
    let app = app::builder(Shop::default())
        .redirects([Redirect::permanent("/shelves/:tags*", "/catalog/:tags*")])
        .headers([HeaderRule::new("/:path*").set("x-content-type-options", "nosniff")]);
    app.service().serve().await
}
