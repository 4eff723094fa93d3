use router_runtime::prelude::*;

pub async fn GET(State(pool): State<crate::other::Pool>) -> &'static str {
    let crate::other::Pool = pool;
    "ok"
}
