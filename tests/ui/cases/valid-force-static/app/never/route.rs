use router_runtime::prelude::*;

const NONE: u32 = 0;

pub const dynamic: &str = "force-static";
pub const revalidate: u32 = NONE;

pub async fn GET(cache: Cache) -> Result<()> {
    Ok(cache.update_tag("a").await?)
}
