use crate::Visits;
use router_runtime::prelude::*;

pub async fn GET(State(state): State<Visits>) -> String {
    state.name
}
