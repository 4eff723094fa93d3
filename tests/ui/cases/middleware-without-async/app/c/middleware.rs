use router_runtime::prelude::*;

pub fn middleware(request: Request, next: Next) {
    drop((request, next));
}
