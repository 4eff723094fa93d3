use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> &'static str {
    cookies.set(("bad name;", "v"));
    "ok"
}
