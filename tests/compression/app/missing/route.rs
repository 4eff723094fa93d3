//! A page of its own for what does not exist.

use crate::TEXT;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, TEXT.repeat(500))
}
