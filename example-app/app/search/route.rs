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

use crate::catalog::ITEMS;
use router_runtime::prelude::*;

#[derive(Debug, serde::Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    limit: Option<usize>,
}

pub async fn GET(Query(search): Query<Search>) -> Json<Vec<&'static str>> {
    let found = ITEMS.iter().filter(|item| item.slug.contains(&search.q));
    let limit = search.limit.unwrap_or(usize::MAX);
    Json(found.map(|item| item.slug).take(limit).collect())
}
