use router_runtime::prelude::*;

pub async fn page(State(pool): State<crate::Pool>) -> String {
    pool.0.to_string()
}
