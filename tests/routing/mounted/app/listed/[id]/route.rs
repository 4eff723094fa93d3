use crate::mount::listed::id::Params;
use router_runtime::prelude::*;

pub const dynamic_params: bool = false;

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params {
        id: "one".to_owned(),
    }]
}

pub async fn GET(Path(id): Path<String>) -> String {
    id
}
