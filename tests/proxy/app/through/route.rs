use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> &'static str {
    "stored"
}

pub async fn POST(cookies: Cookies) -> Result<()> {
    cookies.set(Cookie::build(("open", "1")).secure(false));
    Err(see_other("/through"))
}
