use router_runtime::prelude::*;

pub async fn POST(cache: Cache) -> Result<StatusCode> {
    cache.revalidate_route("/b/[slug]").await?;
    Ok(StatusCode::NO_CONTENT)
}
