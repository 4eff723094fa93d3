//! # Route resolution
//!
//! The data of the page in the parent folder.
//!
//! ```console
//! $ curl -s http://localhost:3000/resolution/api
//! < 200
//! ["pen","ink","notebook"]
//! ```

use crate::catalog::ITEMS;
use router_runtime::prelude::*;

pub async fn GET() -> Json<Vec<&'static str>> {
    Json(ITEMS.iter().map(|item| item.slug).collect())
}
