//! Next.js caches responses of routes with static params; this router also needs a constant.

use crate::{main_app::c::gsp_opt::slug::Params, runs::is_of_build};
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn generate_static_params() -> Vec<Params> {
    let params = [vec![], vec!["a".to_owned(), "b".to_owned()]];
    params.into_iter().map(|slug| Params { slug }).collect()
}

pub async fn GET(Params { slug }: Params) -> Json<Value> {
    let built = slug != ["n"] && is_of_build(&format!("gsp-opt/{slug:?}"));
    let p = if slug.is_empty() {
        json!({})
    } else {
        json!({ "slug": slug })
    };
    Json(json!({ "p": p, "built": built }))
}
