use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "static 404")
}
