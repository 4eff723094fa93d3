use crate::TEXT;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> impl IntoResponse {
    (
        [("cache-control", "public, no-transform")],
        TEXT.repeat(500),
    )
}
