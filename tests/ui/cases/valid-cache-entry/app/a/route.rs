use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(entry: CacheEntry) -> Result<&'static str> {
    entry.tag("a")?;
    entry.revalidate(5);
    Ok("a")
}
