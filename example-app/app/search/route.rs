//! # URL query parameters
//!
//! `Query` deserializes the query. If it does not match the type, the response is a 400 with the reason.
//!
//! ```console
//! $ curl -s 'http://localhost:3000/search?q=k&limit=1'
//! < 200
//! ["ink"]
//! $ curl -s 'http://localhost:3000/search'
//! < 200
//! ["pen","ink","notebook"]
//! $ curl -s 'http://localhost:3000/search?limit=many'
//! < 400
//! Failed to deserialize query string: limit: invalid digit found in string
//! ```

use router_runtime::prelude::*;
use sqlx::SqlitePool;

/// The maximum number of results.
const MAX_RESULTS: u32 = 100;

#[derive(Debug, serde::Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    limit: Option<u32>,
}

pub async fn GET(
    State(database): State<SqlitePool>,
    Query(search): Query<Search>,
) -> Result<Json<Vec<String>>> {
    let limit = search.limit.unwrap_or(MAX_RESULTS).min(MAX_RESULTS);
    let slugs =
        sqlx::query_scalar("SELECT slug FROM items WHERE instr(slug, ?) > 0 ORDER BY id LIMIT ?");
    let slugs = slugs.bind(search.q).bind(limit);
    Ok(Json(slugs.fetch_all(&database).await?))
}
