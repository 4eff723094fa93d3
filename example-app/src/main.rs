//! A small stationery shop: one folder for each thing a route file can do.

pub mod html;
pub mod keeper;
pub mod shop;

use router_runtime::routes;
use shop::Shop;

routes!("app", state = Shop);

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().init();
    app::service(Shop::default()).serve().await
}
