use router_runtime::prelude::*;

pub async fn POST(cookies: Cookies) -> &'static str {
    cookies.set(("a", "1"));
    "p"
}
