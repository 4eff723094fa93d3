use router_runtime::prelude::*;

pub async fn GET(entry: CacheEntry) -> Result<&'static str> {
    entry.tag("a")?;
    Ok("a")
}
