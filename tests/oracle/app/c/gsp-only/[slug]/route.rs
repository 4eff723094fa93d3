//! Next.js caches responses of routes with static params; this router also needs a constant.

use crate::{main_app::c::gsp_only::slug::Params, runs::is_of_build};
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params { slug: "a".into() }]
}

pub async fn GET(Params { slug }: Params) -> Json<Value> {
    let built = slug == "a" && is_of_build("gsp-only/a");
    Json(json!({ "p": { "slug": slug }, "built": built }))
}
