use router_runtime::prelude::*;

use crate::app::a::slug::Params;

pub fn generate_static_params() -> Vec<Params> {
    vec![Params {
        slug: "a".to_owned(),
    }]
}

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
