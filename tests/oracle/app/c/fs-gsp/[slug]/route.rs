use crate::{main_app::c::fs_gsp::slug::Params, runs::is_of_build};
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

const SLUGS: [&str; 3] = ["a", "b c", "é"];

pub async fn generate_static_params() -> Vec<Params> {
    let params = SLUGS.map(|slug| Params { slug: slug.into() });
    params.into()
}

pub async fn GET(Params { slug }: Params) -> Json<Value> {
    let built = SLUGS.contains(&slug.as_str()) && is_of_build(&format!("fs-gsp/{slug}"));
    Json(json!({ "p": { "slug": slug }, "built": built }))
}
