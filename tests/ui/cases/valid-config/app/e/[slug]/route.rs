use router_runtime::prelude::*;

pub const dynamic: &str = "error";

pub async fn GET(Path(slug): Path<String>) -> String {
    slug
}

pub async fn POST(body: String) -> String {
    body
}
