use router_runtime::prelude::*;

pub fn middleware(request: Request, next: Next) -> impl IntoResponse {
    drop((request, next));
    StatusCode::OK
}
