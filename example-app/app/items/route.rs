//! # Dynamic segments
//!
//! The parent folder of `[slug]`, with a link to each item.
//!
//! ```console
//! $ curl -s http://localhost:3000/items
//! < 200
//! {"ink":"/items/ink","notebook":"/items/notebook","pen":"/items/pen"}
//! ```

use crate::{app::items::slug, catalog::ITEMS};
use router_runtime::prelude::*;
use std::collections::BTreeMap;

pub async fn GET() -> Json<BTreeMap<&'static str, String>> {
    let links = ITEMS.iter().map(|item| (item.slug, slug::href(item.slug)));
    Json(links.collect())
}
