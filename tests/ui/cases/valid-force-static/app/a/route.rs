use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(
    headers: HeaderMap,
    extension: Option<Extension<String>>,
    body: Option<Json<String>>,
) -> String {
    format!("{headers:?} {extension:?} {body:?}")
}

pub async fn POST(cache: Cache, Json(tag): Json<String>) -> Result<()> {
    Ok(cache.update_tag(&tag).await?)
}
