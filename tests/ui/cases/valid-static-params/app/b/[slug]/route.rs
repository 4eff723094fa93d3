use router_runtime::prelude::*;

use crate::app::b::slug::Params;

pub const dynamic_params: bool = false;

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params {
        slug: "a".to_owned(),
    }]
}

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
