use router_runtime::prelude::*;

pub async fn generate_static_params() -> Vec<crate::app::blog::slug::opengraph_image::Params> {
    Vec::new()
}

pub async fn opengraph_image(Path(slug): Path<String>) -> String {
    slug
}
