use router_runtime::prelude::*;

pub async fn GET(State(state): State<crate::OtherState>) -> &'static str {
    let _ = state;
    "ok"
}
