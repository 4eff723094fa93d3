//! # Segment config
//!
//! Lower-case constants configure a file: `body_limit` caps the body in bytes, `max_duration` is
//! the deadline of the handlers in seconds. Any constant expression will do.
//!
//! ```console
//! $ curl -s -d 'a short wish' http://localhost:3000/limits
//! < 200
//! noted: a short wish
//! $ curl -s -d 'a wish that is longer than thirty-two bytes' http://localhost:3000/limits
//! < 413
//! $ curl -s http://localhost:3000/limits
//! < 504
//! ```

use std::time::Duration;

pub const body_limit: usize = 4 * 8;
pub const max_duration: u32 = 1;

pub async fn POST(wish: String) -> String {
    format!("noted: {wish}")
}

pub async fn GET() -> &'static str {
    tokio::time::sleep(Duration::from_secs(5)).await;
    "the wish came true"
}
