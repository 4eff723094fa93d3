//! # After
//!
//! `After` runs work once the response has been sent, so that no client waits for it.
//!
//! ```console
//! $ curl -s -X POST http://localhost:3000/after
//! < 202
//! the letter is on its way
//! ```

use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(State(database): State<SqlitePool>) -> Result<String> {
    let letters = sqlx::query_scalar("SELECT value FROM counters WHERE name = 'letters'");
    let letters: u32 = letters.fetch_one(&database).await?;
    Ok(format!("{letters} letters sent"))
}

pub async fn POST(
    State(database): State<SqlitePool>,
    after: After,
) -> Result<(StatusCode, &'static str)> {
    after.run(send_letter(database))?;
    Ok((StatusCode::ACCEPTED, "the letter is on its way"))
}

/// Sends a letter. No request waits for the result, so a failure is logged.
async fn send_letter(database: SqlitePool) {
    let count = sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'letters'");
    if let Err(error) = count.execute(&database).await {
        tracing::error!("the letter was not sent: {error}");
    }
}
