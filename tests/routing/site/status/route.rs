use router_runtime::prelude::*;

pub fn GET() -> impl IntoResponse {
    StatusCode::ACCEPTED
}

pub fn POST() -> impl Future<Output = StatusCode> {
    std::future::ready(StatusCode::CREATED)
}
