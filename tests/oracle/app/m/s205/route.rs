use router_runtime::prelude::*;

pub async fn GET() -> StatusCode {
    StatusCode::RESET_CONTENT
}
