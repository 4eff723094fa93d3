//! Next.js caches responses of routes with static params; this router also needs a constant.

use crate::{main_app::c::gsp_catch::slug::Params, runs::is_of_build};
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn generate_static_params() -> Vec<Params> {
    let params = [vec!["a", "b"], vec!["x y"]];
    let owned = |slug: Vec<&str>| slug.into_iter().map(str::to_owned).collect();
    params
        .into_iter()
        .map(|slug| Params { slug: owned(slug) })
        .collect()
}

pub async fn GET(Params { slug }: Params) -> Json<Value> {
    let built = slug[0] != "new" && is_of_build(&format!("gsp-catch/{slug:?}"));
    Json(json!({ "p": { "slug": slug }, "built": built }))
}
