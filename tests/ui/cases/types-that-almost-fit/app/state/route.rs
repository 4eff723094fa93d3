use crate::other::AppState;
use router_runtime::prelude::*;

pub async fn GET(State(state): State<AppState>) -> &'static str {
    let AppState = state;
    "ok"
}
