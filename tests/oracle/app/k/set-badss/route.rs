use router_runtime::cookie::SameSite;
use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> &'static str {
    cookies.set(Cookie::build(("x", "v")).same_site(SameSite::Lax));
    "ok"
}
