use router_runtime::prelude::*;

pub async fn GET() -> StatusCode {
    StatusCode::NO_CONTENT
}
