//! # A route handler next to pages
//!
//! Layouts do not apply to the responses of route handlers.
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
