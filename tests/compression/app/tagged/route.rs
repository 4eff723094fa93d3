//! A page with a weak entity tag of its own.

use crate::TEXT;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept-language"];

pub async fn GET() -> impl IntoResponse {
    ([("etag", "W/\"v1\"")], TEXT.repeat(500))
}
