//! The recorded applications, ported: `recorded-apps <main|ts> <router|service>` serves one of them on `PORT`.

use router_runtime::{TrailingSlash, routes};
use std::{env, io, net::Ipv4Addr};
use tokio::net::TcpListener;

routes!(pub mod main_app = "oracle/app", state = Origin);
routes!(pub mod ts_app = "oracle/ts");

/// Host and port under which the application knows itself.
#[derive(Clone, Debug)]
pub struct Origin(pub String);

#[tokio::main]
async fn main() -> io::Result<()> {
    let port: u16 = env::var("PORT")
        .ok()
        .and_then(|port| port.parse().ok())
        .unwrap_or(3000);
    let origin = Origin(format!("localhost:{port}"));
    let ts = || ts_app::builder().trailing_slash(TrailingSlash::Add);
    let arguments: Vec<String> = env::args().skip(1).collect();
    let router = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["main", "service"] => return main_app::service(origin).serve().await,
        ["ts", "service"] => return ts().service().serve().await,
        ["main", "router"] => main_app::router(origin),
        ["ts", "router"] => ts().router(),
        _ => {
            return Err(io::Error::other(
                "usage: recorded-apps <main|ts> <router|service>",
            ));
        }
    };
    axum::serve(
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?,
        router,
    )
    .await
}
