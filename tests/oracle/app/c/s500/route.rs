use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> (StatusCode, &'static str) {
    (StatusCode::INTERNAL_SERVER_ERROR, "static 500")
}
