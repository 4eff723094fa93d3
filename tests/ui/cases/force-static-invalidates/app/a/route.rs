use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(cache: Cache) -> Result<()> {
    Ok(cache.update_tag("a").await?)
}
