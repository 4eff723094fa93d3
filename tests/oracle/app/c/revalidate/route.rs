use crate::main_app;
use router_runtime::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub async fn POST(
    cache: Cache,
    Query(query): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>> {
    let get = |name| query.get(name).map(String::as_str);
    match (get("path"), get("type")) {
        (None, _) => {}
        (Some("/c"), Some("layout")) => {
            for route in [main_app::c::rp::ROUTE, main_app::c::rp2::slug::ROUTE] {
                cache.revalidate_subtree(route).await?;
            }
        }
        (Some("/c/rp2/[slug]"), Some("page")) => {
            cache
                .revalidate_route(main_app::c::rp2::slug::ROUTE)
                .await?;
        }
        (Some(path), _) => cache.revalidate_path(path).await?,
    }
    if let Some(tag) = get("tag") {
        cache.update_tag(tag).await?;
    }
    Ok(Json(json!({ "revalidated": true })))
}
