use router_runtime::prelude::*;

pub async fn generate_static_params(
    State(()): State<()>,
) -> crate::models::Items<crate::app::d::slug::Params> {
    Vec::new()
}

pub async fn GET() -> &'static str {
    "ok"
}
