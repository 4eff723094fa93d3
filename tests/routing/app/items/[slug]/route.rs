use router_runtime::prelude::*;

use crate::app::items::slug::Params;

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}

pub async fn PUT(Params { slug }: Params) -> String {
    slug
}

pub async fn DELETE(axum::extract::Path(slug): axum::extract::Path<u32>) -> String {
    format!("deleted {slug}")
}
