use router_runtime::prelude::*;
use std::collections::BTreeMap;

pub async fn POST(
    cache: Cache,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<&'static str> {
    let path = query.get("path").map_or("", String::as_str);
    cache.revalidate_path(path).await?;
    Ok("ok")
}
