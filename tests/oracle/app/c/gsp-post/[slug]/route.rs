use crate::main_app::c::gsp_post::slug::Params;
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic_params: bool = false;

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params { slug: "a".into() }]
}

pub async fn GET(Params { slug }: Params) -> Json<Value> {
    Json(json!({ "p": { "slug": slug }, "built": false }))
}

pub async fn POST(Params { slug }: Params) -> Json<Value> {
    Json(json!({ "posted": { "slug": slug } }))
}
