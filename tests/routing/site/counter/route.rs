use router_runtime::prelude::*;

use crate::{Counter, SiteState};

pub async fn GET(State(counter): State<Counter>) -> String {
    counter.0.to_string()
}

pub async fn POST(State(state): State<SiteState>, body: String) -> String {
    format!("{} {body}", state.name)
}
