use router_runtime::prelude::*;

pub async fn GET(Path((slug, page)): Path<(String, u32)>) -> String {
    format!("{slug} {page}")
}
