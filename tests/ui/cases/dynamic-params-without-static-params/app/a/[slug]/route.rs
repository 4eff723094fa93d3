pub const dynamic_params: bool = false;

use router_runtime::prelude::*;

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}
