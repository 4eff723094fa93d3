use crate::app;
use router_runtime::prelude::*;

pub async fn POST(cache: Cache) -> Result<StatusCode> {
    cache.revalidate_route(app::b::ROUTE).await?;
    Ok(StatusCode::NO_CONTENT)
}
