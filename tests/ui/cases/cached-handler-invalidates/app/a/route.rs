use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(cache: Cache) -> Result<&'static str> {
    cache.revalidate_tag("news", Profile::Now).await?;
    Ok("news")
}
