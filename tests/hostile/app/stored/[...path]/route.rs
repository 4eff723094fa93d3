//! Cached responses that strangers request, write to, and ask for in many languages. Each shows the number of its run.

use router_runtime::prelude::*;
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

pub const revalidate: u32 = 600;
pub const cache_vary: &[&str] = &["accept-language"];

static RUNS: AtomicUsize = AtomicUsize::new(0);

pub async fn GET() -> String {
    tokio::time::sleep(Duration::from_millis(20)).await;
    format!("run {}", RUNS.fetch_add(1, Ordering::Relaxed))
}

pub async fn POST() -> StatusCode {
    StatusCode::NO_CONTENT
}
