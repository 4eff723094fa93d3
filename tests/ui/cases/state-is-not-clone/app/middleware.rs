use crate::Visits;
use router_runtime::prelude::*;

pub async fn middleware(State(state): State<Visits>, request: Request, next: Next) -> Response {
    drop(state.name);
    next.run(request).await
}
