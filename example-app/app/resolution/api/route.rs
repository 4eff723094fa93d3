//! # Route resolution
//!
//! The data of the page above, in a folder of its own.
//!
//! ```console
//! $ curl -s http://localhost:3000/resolution/api
//! < 200
//! ["pen","ink","notebook"]
//! ```

use crate::shop::ITEMS;
use router_runtime::prelude::*;

pub async fn GET() -> Json<Vec<&'static str>> {
    Json(ITEMS.iter().map(|item| item.slug).collect())
}
