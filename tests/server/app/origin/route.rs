use router_runtime::{
    extract::{ClientIp, Origin},
    prelude::*,
};

pub async fn GET(ClientIp(ip): ClientIp, origin: Origin, cookies: Cookies) -> String {
    cookies.set(("seen", "1"));
    format!("{ip} {origin}")
}
