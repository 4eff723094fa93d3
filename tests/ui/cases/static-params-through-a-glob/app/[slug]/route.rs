use router_runtime::prelude::*;

pub use crate::lists::*;

pub const dynamic_params: bool = false;

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
