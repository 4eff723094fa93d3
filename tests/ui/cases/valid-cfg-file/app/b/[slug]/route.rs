use router_runtime::prelude::*;

use crate::app::b::slug::Params;

pub const dynamic_params: bool = false;

#[cfg(any())]
pub async fn generate_static_params() -> Missing {
    Missing
}

#[cfg(all())]
pub async fn generate_static_params() -> Vec<Params> {
    Vec::new()
}

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
