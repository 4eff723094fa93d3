//! A cached response that shows the parts of the request on which it depends.

use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_query: &[&str] = &["page", "q"];
pub const cache_vary: &[&str] = &["accept-language: en, de", "x-plan"];
pub const cache_cookies: &[&str] = &["theme", "lang"];

pub async fn GET(
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    cookies: Cookies,
) -> String {
    let theme = cookies.get("theme");
    let theme = theme.as_ref().map(|cookie| cookie.value());
    format!("{theme:?} {query:?} {headers:?}")
}
