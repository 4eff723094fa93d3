use router_runtime::prelude::*;

pub async fn GET(State(pool): State<crate::Pool>) -> String {
    pool.0.to_string()
}
