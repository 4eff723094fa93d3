use router_runtime::prelude::*;

pub struct Blocked;

pub fn middleware(_request: Request, _next: Next) -> Blocked {
    Blocked
}
