use crate::Versions;
use router_runtime::prelude::*;

pub const revalidate: u32 = 600;

pub async fn GET(
    State(versions): State<Versions>,
    Path(key): Path<u64>,
    entry: CacheEntry,
) -> Result<String> {
    entry.tag(format!("key-{key}"))?;
    Ok(versions.text(key))
}
