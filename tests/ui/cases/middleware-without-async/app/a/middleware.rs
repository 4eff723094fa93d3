use router_runtime::prelude::*;

pub fn middleware(_request: Request, _next: Next) -> Response {
    todo!()
}
