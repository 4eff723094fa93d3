//! The entries of the journal.

use crate::error::ShopError;
use sqlx::SqlitePool;

/// Returns the names of the entries.
///
/// # Errors
///
/// Fails if the database fails.
pub async fn names(database: &SqlitePool) -> sqlx::Result<Vec<String>> {
    let names = sqlx::query_scalar("SELECT name FROM entries ORDER BY name LIMIT 100");
    names.fetch_all(database).await
}

/// Returns the text of an entry.
///
/// # Errors
///
/// Fails if there is no such entry, or if the database fails.
pub async fn text(database: &SqlitePool, name: &str) -> Result<String, ShopError> {
    let text = sqlx::query_scalar("SELECT text FROM entries WHERE name = ?").bind(name);
    Ok(text.fetch_one(database).await?)
}
