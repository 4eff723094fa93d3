use router_runtime::prelude::*;

pub async fn GET(State(state): State<crate::AppState>) -> &'static str {
    let _ = state;
    "ok"
}
