use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(cache: Cache) -> Result<&'static str> {
    cache.update_tag("news").await?;
    Ok("news")
}
