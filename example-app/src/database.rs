//! The database: `SQLite`, in a file or in memory.

use sqlx::{
    SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};
use std::time::Duration;

/// The URL of a database in memory.
pub const IN_MEMORY: &str = "sqlite::memory:";

/// The files of `migrations/`, which are part of the program.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// Opens a database, creates its file if it is missing, and applies the migrations that it does not have yet.
///
/// # Errors
///
/// Fails if the URL is invalid, if the file cannot be opened, or if a migration fails.
pub async fn open(url: &str) -> Result<SqlitePool, sqlx::Error> {
    let options: SqliteConnectOptions = url.parse()?;
    // With a write-ahead log, readers and one writer do not wait for each other.
    let options = options.journal_mode(SqliteJournalMode::Wal);
    let options = options.create_if_missing(true).foreign_keys(true);
    let mut pool = SqlitePoolOptions::new().acquire_timeout(Duration::from_secs(5));
    if is_in_memory(url) {
        // The database ends with its connection, so there is exactly one, which is never closed.
        pool = pool
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None);
    }
    let pool = pool.connect_with(options).await?;
    MIGRATIONS.run(&pool).await?;
    Ok(pool)
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}
