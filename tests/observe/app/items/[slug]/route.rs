use router_runtime::prelude::*;

pub async fn GET(Path(slug): Path<String>) -> String {
    tracing::info!("the handler runs");
    slug
}
