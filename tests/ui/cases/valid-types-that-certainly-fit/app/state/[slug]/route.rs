use crate::AppState as Shared;
use router_runtime::prelude::*;

pub async fn GET(State(state): State<crate::AppState>) -> String {
    state.name
}

pub async fn POST(State(state): State<Shared>, _: State<super::AppState>) -> String {
    state.name
}
