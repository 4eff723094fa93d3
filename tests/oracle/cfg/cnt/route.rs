//! The first run is that of the build, which corresponds to our start-up.

use std::sync::atomic::{AtomicU32, Ordering};

pub const dynamic: &str = "force-static";

static RUNS_SINCE_THE_BUILD: AtomicU32 = AtomicU32::new(0);

pub async fn GET() -> String {
    match RUNS_SINCE_THE_BUILD.fetch_add(1, Ordering::Relaxed) {
        0 => "n1 true".to_owned(),
        runs => format!("n{runs} false"),
    }
}
