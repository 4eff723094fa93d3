//! # Revalidating cached data
//!
//! `revalidate = 5`: a response is fresh for five seconds. Later requests receive the stale response
//! at once, while one background revalidation runs the handler again. The first response is generated
//! at start-up. A request with the on-demand token of `src/main.rs` waits for a new response.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching/clock
//! < 200
//! < cache-control: public, max-age=0, s-maxage=5
//! < cdn-cache-control: max-age=5, stale-while-revalidate=31535995
//! …
//! $ curl -s -H 'x-prerender-revalidate: not-a-good-secret' http://localhost:3000/caching/clock
//! < 200
//! < cache-status: rcache; fwd=request; fwd-status=200; stored
//! …
//! ```

use crate::counter::Counter;
use router_runtime::prelude::*;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub const revalidate: u32 = 5;

static RUNS: Counter = Counter::new();

#[expect(clippy::disallowed_methods, reason = "the route shows the time of day")]
pub async fn GET() -> Result<String> {
    // Long enough to see which requests wait for the handler.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    let run = RUNS.next();
    Ok(format!(
        "{hours:02}:{minutes:02}:{:02} UTC, run {run}",
        seconds % 60
    ))
}
