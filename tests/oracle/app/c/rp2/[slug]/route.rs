use crate::{
    main_app::c::rp2::slug::Params,
    runs::{is_of_build, run},
};
use router_runtime::prelude::*;
use serde_json::{Value, json};

pub const dynamic: &str = "force-static";

pub async fn generate_static_params() -> Vec<Params> {
    ["a", "b"].map(|slug| Params { slug: slug.into() }).into()
}

pub async fn GET(Params { slug }: Params) -> Json<Value> {
    let built = is_of_build(&format!("rp2/{slug}"));
    let n = if built { 1 } else { run("rp2") };
    Json(json!({ "n": n, "p": { "slug": slug }, "built": built }))
}
