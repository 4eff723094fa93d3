use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> Result<()> {
    cookies.set(("a", "1"));
    Err(not_found())
}
