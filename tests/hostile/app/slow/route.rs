//! A page that takes a while, and a write whose client does not wait.

use router_runtime::prelude::*;
use std::time::Duration;

pub const revalidate: u32 = 60;

pub async fn GET() -> &'static str {
    tokio::time::sleep(Duration::from_millis(50)).await;
    "slow"
}

pub async fn POST() -> StatusCode {
    tokio::time::sleep(Duration::from_millis(50)).await;
    StatusCode::UNAUTHORIZED
}
