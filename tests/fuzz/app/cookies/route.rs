use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> String {
    let theme = cookies.get("theme");
    format!("{:?}", theme.as_ref().map(|cookie| cookie.value()))
}
