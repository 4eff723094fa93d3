//! # Dynamic segments: optional catch-all
//!
//! `[[...tags]]` also matches the URL of its parent folder, with no segments.
//!
//! ```console
//! $ curl -s http://localhost:3000/catalog
//! < 200
//! ["pen","ink","notebook"]
//! $ curl -s http://localhost:3000/catalog/writing
//! < 200
//! ["pen","ink"]
//! $ curl -s http://localhost:3000/catalog/writing/inks
//! < 200
//! ["ink"]
//! ```

use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(
    State(database): State<SqlitePool>,
    Path(tags): Path<Vec<String>>,
) -> Result<Json<Vec<String>>> {
    // A shelf ends with a slash, so that `pen` does not select `pens`.
    let shelf: String = tags.iter().flat_map(|tag| [tag.as_str(), "/"]).collect();
    let slugs = sqlx::query_scalar(
        "SELECT slug FROM items WHERE substr(shelf || '/', 1, length(?1)) = ?1 ORDER BY id LIMIT 100",
    );
    Ok(Json(slugs.bind(shelf).fetch_all(&database).await?))
}
