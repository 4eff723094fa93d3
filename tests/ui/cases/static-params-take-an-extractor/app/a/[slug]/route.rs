use router_runtime::prelude::*;

use crate::app::a::slug::Params;

pub async fn generate_static_params(headers: HeaderMap) -> Vec<Params> {
    drop(headers);
    Vec::new()
}

pub async fn GET() -> &'static str {
    "ok"
}
