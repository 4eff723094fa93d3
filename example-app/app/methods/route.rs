//! # HTTP methods
//!
//! One file contains all methods of its URL, here of the basket. `HEAD` is derived from `GET`, the
//! response to `OPTIONS` lists the methods, and other methods are a 405.
//!
//! ```console
//! $ curl -s -X POST -H 'content-type: application/json' -d '{"slug":"pen","count":2}' http://localhost:3000/methods
//! < 201
//! {"pen":2}
//! $ curl -s -X PATCH -H 'content-type: application/json' -d '{"slug":"pen","count":1}' http://localhost:3000/methods
//! < 200
//! {"pen":3}
//! $ curl -s http://localhost:3000/methods
//! < 200
//! < content-type: application/json
//! {"pen":3}
//! $ curl -s -I http://localhost:3000/methods
//! < 200
//! < content-length: 9
//! $ curl -s -X OPTIONS http://localhost:3000/methods
//! < 204
//! < allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST
//! $ curl -s -X PUT http://localhost:3000/methods
//! < 405
//! < allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST
//! 405 Method Not Allowed
//! $ curl -s -X DELETE http://localhost:3000/methods
//! < 204
//! ```

use router_runtime::prelude::*;
use sqlx::SqlitePool;
use std::collections::BTreeMap;

#[derive(Debug, serde::Deserialize)]
pub struct Line {
    slug: String,
    count: u32,
}

/// The number of each item, at most 1,000.
type Basket = Json<BTreeMap<String, u32>>;

async fn basket(database: &SqlitePool) -> Result<Basket> {
    let lines = sqlx::query_as("SELECT slug, count FROM basket JOIN items ON items.id = item");
    let lines: Vec<_> = lines.fetch_all(database).await?;
    Ok(Json(lines.into_iter().collect()))
}

pub async fn GET(State(database): State<SqlitePool>) -> Result<Basket> {
    basket(&database).await
}

pub async fn POST(
    State(database): State<SqlitePool>,
    Json(line): Json<Line>,
) -> Result<(StatusCode, Basket)> {
    let put = sqlx::query(
        "INSERT INTO basket (item, count) SELECT id, min(?, 1000) FROM items WHERE slug = ?
         ON CONFLICT (item) DO UPDATE SET count = excluded.count",
    );
    let put = put.bind(line.count).bind(line.slug);
    if put.execute(&database).await?.rows_affected() == 0 {
        return Err(not_found());
    }
    Ok((StatusCode::CREATED, basket(&database).await?))
}

pub async fn PATCH(State(database): State<SqlitePool>, Json(line): Json<Line>) -> Result<Basket> {
    let add = sqlx::query(
        "UPDATE basket SET count = min(count + ?, 1000)
         WHERE item = (SELECT id FROM items WHERE slug = ?)",
    );
    let add = add.bind(line.count).bind(line.slug);
    if add.execute(&database).await?.rows_affected() == 0 {
        return Err(not_found());
    }
    basket(&database).await
}

pub async fn DELETE(State(database): State<SqlitePool>) -> Result<StatusCode> {
    let clear = sqlx::query("DELETE FROM basket");
    clear.execute(&database).await?;
    Ok(StatusCode::NO_CONTENT)
}
