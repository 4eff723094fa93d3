use router_runtime::prelude::*;

#[cfg(any())]
pub const dynamic: &str = "error";

pub async fn GET(headers: HeaderMap) -> String {
    format!("{headers:?}")
}
