use router_runtime::prelude::*;

const MINUTE: u32 = 60;

pub const revalidate: u32 = 10 * MINUTE;

pub async fn GET(headers: HeaderMap) -> String {
    format!("{headers:?}")
}
