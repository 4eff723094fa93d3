use router_runtime::prelude::*;

pub async fn generate_static_params() -> String {
    "a".to_owned()
}

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
