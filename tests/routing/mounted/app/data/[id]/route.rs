use crate::mount::data::id::href;
use router_runtime::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

static RUNS: AtomicU32 = AtomicU32::new(0);

pub const revalidate: u32 = 600;

pub async fn GET() -> String {
    RUNS.fetch_add(1, Ordering::Relaxed).to_string()
}

/// An error, so that the write itself invalidates nothing.
pub async fn POST(Path(id): Path<String>, cache: Cache) -> Result<StatusCode> {
    cache.revalidate_path(&href(id)).await?;
    Ok(StatusCode::CONFLICT)
}

pub async fn DELETE(Path(id): Path<String>, cache: Cache) -> Result<StatusCode> {
    cache.purge_path(&format!("/data/{id}")).await?;
    Ok(StatusCode::CONFLICT)
}
