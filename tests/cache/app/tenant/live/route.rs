use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> String {
    let tenant = cookies.get("tenant");
    tenant.map_or_else(String::new, |cookie| cookie.value().to_owned())
}
