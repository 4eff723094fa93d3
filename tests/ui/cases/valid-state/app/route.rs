use router_runtime::prelude::*;

pub async fn GET(State(state): State<crate::AppState>) -> String {
    state.pool.0.to_string()
}
