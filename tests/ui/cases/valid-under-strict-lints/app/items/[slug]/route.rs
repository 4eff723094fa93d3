//! One item.

use router_runtime::prelude::*;

/// Ten minutes.
pub const revalidate: u32 = 600;

/// The item.
pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
