//! # Route resolution
//!
//! The data of the page in the parent folder.
//!
//! ```console
//! $ curl -s http://localhost:3000/resolution/api
//! < 200
//! ["pen","ink","notebook"]
//! ```

use crate::catalog;
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn GET(State(database): State<SqlitePool>, data: DataCache) -> Result<Json<Vec<String>>> {
    let items = catalog::all(database, &data).await?;
    Ok(Json(items.into_iter().map(|item| item.slug).collect()))
}
