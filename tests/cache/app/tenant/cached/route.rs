use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_cookies: &[&str] = &["tenant"];

pub async fn GET(cookies: Cookies) -> String {
    let tenant = cookies.get("tenant");
    tenant.map_or_else(String::new, |cookie| cookie.value().to_owned())
}
