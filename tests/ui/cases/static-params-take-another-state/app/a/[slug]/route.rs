use router_runtime::prelude::*;

use crate::{app::a::slug::Params, other::AppState};

pub async fn generate_static_params(_: State<AppState>) -> Vec<Params> {
    Vec::new()
}

pub async fn GET() -> &'static str {
    "ok"
}
