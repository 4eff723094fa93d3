use crate::failing::listed::id::Params;
use router_runtime::prelude::*;

pub const dynamic_params: bool = false;

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params { id: "a".to_owned() }]
}

pub async fn page(cookies: Cookies) -> Result<Html<&'static str>> {
    cookies.set(("seen", "listed"));
    Err(unauthorized())
}
