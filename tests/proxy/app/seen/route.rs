use router_runtime::{
    extract::{ClientIp, Origin},
    prelude::*,
};

/// The client as the application sees it.
pub async fn GET(client: Option<ClientIp>, origin: Origin, cookies: Cookies) -> String {
    cookies.set(("seen", "1"));
    match client {
        Some(ClientIp(ip)) => format!("{ip} {origin}"),
        None => format!("unknown {origin}"),
    }
}
