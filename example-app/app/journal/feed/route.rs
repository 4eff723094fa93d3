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

use crate::journal;
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(State(database): State<SqlitePool>) -> Result<String> {
    Ok(journal::names(&database).await?.join("\n") + "\n")
}
