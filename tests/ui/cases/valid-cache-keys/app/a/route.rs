use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_cookies: &[&str] = &["theme", "__Host-id"];

pub async fn GET(cookies: Cookies, headers: HeaderMap) -> String {
    format!("{cookies:?} {headers:?}")
}
