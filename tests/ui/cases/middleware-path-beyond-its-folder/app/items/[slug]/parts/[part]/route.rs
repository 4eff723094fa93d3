use router_runtime::prelude::*;

pub async fn GET(Path((slug, part)): Path<(String, u32)>) -> String {
    format!("{slug} {part}")
}
