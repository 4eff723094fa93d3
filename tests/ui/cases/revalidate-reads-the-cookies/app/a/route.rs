use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(cookies: Cookies) -> String {
    format!("{:?}", cookies.get("theme"))
}
