//! # A route handler beside pages
//!
//! No layout stands around what a route handler answers.
//!
//! ```console
//! $ curl -s http://localhost:3000/journal/feed
//! < 200
//! ink
//! paper
//! ```

use crate::journal::ENTRIES;

pub async fn GET() -> String {
    ENTRIES.map(|(name, _)| name).join("\n") + "\n"
}
