use router_runtime::prelude::*;

pub async fn generate_static_params() -> Vec<(String, u32)> {
    vec![("a".to_owned(), 1)]
}

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
