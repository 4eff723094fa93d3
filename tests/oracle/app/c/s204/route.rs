use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> StatusCode {
    StatusCode::NO_CONTENT
}
