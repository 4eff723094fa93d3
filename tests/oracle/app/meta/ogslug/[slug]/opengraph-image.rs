use router_runtime::{metadata::Image, prelude::Path};

pub async fn opengraph_image(Path(slug): Path<String>) -> Image {
    Image::png(format!("og {}", serde_json::json!({ "slug": slug })))
}
