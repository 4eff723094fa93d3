use crate::AppState;
use router_runtime::prelude::*;

pub async fn GET(State(state): State<AppState>) -> String {
    state.name
}
