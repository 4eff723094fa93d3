use router_runtime::prelude::*;

pub async fn generate_static_params() -> Vec<crate::app::c::path::Params> {
    Vec::new()
}

pub async fn GET(Path(rest): Path<Vec<String>>) -> String {
    rest.join("/")
}
