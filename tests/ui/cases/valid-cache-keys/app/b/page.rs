use router_runtime::prelude::*;

pub const dynamic: &str = "error";
pub const cache_vary: &[&str] = &["accept-language: en, de", "cookie-policy"];

pub async fn page(headers: HeaderMap) -> String {
    format!("{headers:?}")
}
