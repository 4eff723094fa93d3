use crate::lab::Lab;
use router_runtime::{cache::Cache, prelude::*};

/// Changes the truth, says so to the cache, and answers when the cache has it.
pub async fn POST(State(lab): State<Lab>, cache: Cache) -> Result<String> {
    let truth = lab.change();
    cache.revalidate_path("/raced").await?;
    Ok(truth.to_string())
}
