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

use crate::catalog::ITEMS;
use router_runtime::prelude::*;

pub async fn GET(Path(tags): Path<Vec<String>>) -> Json<Vec<&'static str>> {
    let matching = ITEMS.iter().filter(|item| {
        item.shelf.len() >= tags.len()
            && item
                .shelf
                .iter()
                .zip(&tags)
                .all(|(shelf, tag)| shelf == tag)
    });
    Json(matching.map(|item| item.slug).collect())
}
