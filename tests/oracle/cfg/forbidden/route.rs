use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> Error {
    cookies.set(("a", "1"));
    forbidden()
}
