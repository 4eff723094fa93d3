use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> impl IntoResponse {
    (
        StatusCode::MOVED_PERMANENTLY,
        [(header::LOCATION, "/target")],
    )
}
