use router_runtime::prelude::*;

pub const revalidate: u32 = if cfg!(debug_assertions) { 0 } else { 0 };

pub async fn GET(headers: HeaderMap) -> String {
    format!("{headers:?}")
}
