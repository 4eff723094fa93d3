//! # Segment config
//!
//! Lower-case constants configure a file: `body_limit` is the limit of the request body in bytes,
//! `max_duration` the time limit of the handlers in seconds. Any constant expression is allowed.
//!
//! ```console
//! $ curl -s -d 'a short wish' http://localhost:3000/limits
//! < 200
//! noted: a short wish
//! $ curl -s -d 'a wish that is longer than thirty-two bytes' http://localhost:3000/limits
//! < 413
//! 413 Payload Too Large
//! $ curl -s 'http://localhost:3000/limits?seconds=0'
//! < 200
//! worth the wait
//! $ curl -s 'http://localhost:3000/limits?seconds=60'
//! < 504
//! 504 Gateway Timeout
//! ```

use router_runtime::prelude::*;
use std::time::Duration;

pub const body_limit: usize = 4 * 8;
pub const max_duration: u32 = 1;

#[derive(Debug, serde::Deserialize)]
pub struct Wait {
    seconds: u64,
}

pub async fn GET(Query(wait): Query<Wait>) -> &'static str {
    tokio::time::sleep(Duration::from_secs(wait.seconds)).await;
    "worth the wait"
}

pub async fn POST(wish: String) -> String {
    format!("noted: {wish}")
}
