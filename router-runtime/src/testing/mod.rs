//! A test client and a manual clock for routed applications.
//!
//! The client calls an application in the same process, without a socket:
//!
//! ```
//! # mod app {
//! #     use router_runtime::AppService;
//! #     pub mod items { pub mod slug { pub fn href(slug: &str) -> String { format!("/items/{slug}") } } }
//! #     pub fn service() -> axum::Router {
//! #         axum::Router::new().route("/items/{slug}", axum::routing::get(async || axum::Json(serde_json::json!({ "cents": 800 }))))
//! #     }
//! # }
//! use router_runtime::testing::Client;
//!
//! #[derive(serde::Deserialize)]
//! struct Item {
//!     cents: u32,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), router_runtime::testing::ClientError> {
//! let client = Client::new(app::service());
//! let ink: Item = client.get(app::items::slug::href("ink")).await?.json()?;
//! assert_eq!(ink.cents, 800);
//! # Ok(())
//! # }
//! ```
//!
//! A clock that the test controls advances the time of the cache without sleeping:
//!
//! ```
//! use router_runtime::{CacheOptions, testing::Clock};
//! use std::time::Duration;
//!
//! let clock = Clock::new();
//! let options = CacheOptions::new().clock(clock.clone());
//! // let client = Client::new(app::builder().cache(options).service());
//! clock.advance(Duration::from_secs(60));
//! ```

mod client;
mod cookies;
mod error;
mod redirect;
mod request;
mod response;
mod session;
mod stream;
#[cfg(feature = "testing-websocket")]
mod websocket;

pub use crate::cache::Clock;
pub use client::Client;
pub use error::ClientError;
pub use request::TestRequest;
pub use response::TestResponse;
pub use stream::TestStream;
#[cfg(feature = "testing-websocket")]
pub use websocket::TestWebSocket;

#[cfg(test)]
mod tests;
