use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "public, max-age=7")], "cc")
}
