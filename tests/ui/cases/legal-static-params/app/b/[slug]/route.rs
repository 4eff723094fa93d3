use router_runtime::prelude::*;

pub async fn generate_static_params() -> Vec<u32> {
    vec![1]
}

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
