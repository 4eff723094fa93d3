use router_runtime::prelude::*;

const PERIOD: u32 = 60;
pub const revalidate: u32 = PERIOD;
pub const dynamic: &str = "force-static";

pub async fn GET(query: Query<Vec<(String, String)>>, entry: CacheEntry) -> Result<String> {
    entry.tag("c")?;
    Ok(format!("{query:?}"))
}
