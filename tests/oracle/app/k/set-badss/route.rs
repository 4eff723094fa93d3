use router_runtime::prelude::*;
use router_runtime::cookie::SameSite;

pub async fn GET(cookies: Cookies) -> &'static str {
    cookies.set(Cookie::build(("x", "v")).same_site(SameSite::Lax));
    "ok"
}
