use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/x-blob")], "blobby")
}
