//! The recorded applications, ported: `recorded-apps <main|ts|cfg> <router|service>` serves one of them on `PORT`.

mod control;

use axum::http::StatusCode;
use router_runtime::{
    AppBuilder, TrailingSlash, routes,
    rules::{Condition, HeaderRule, Redirect},
};
use std::{env, io, net::Ipv4Addr};
use tokio::net::TcpListener;

routes!(pub mod main_app = "oracle/app", state = Origin);
routes!(pub mod ts_app = "oracle/ts");
routes!(pub mod cfg_app = "oracle/cfg", state = Origin);

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
        ["cfg", "service"] => return cfg(origin).service().serve().await,
        ["main", "router"] => main_app::router(origin),
        ["ts", "router"] => ts().router(),
        ["cfg", "router"] => cfg(origin).router(),
        _ => {
            return Err(io::Error::other(
                "usage: recorded-apps <main|ts|cfg> <router|service>",
            ));
        }
    };
    axum::serve(
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?,
        router,
    )
    .await
}

/// The recorded `next.config.js`, without its rewrites.
fn cfg(origin: Origin) -> AppBuilder<Origin> {
    cfg_app::builder(origin)
        .base_path("/docs")
        .headers([
            HeaderRule::new("/hdr/:path*")
                .set("X-Cfg", "cfg")
                .set("X-Clash", "from-config")
                .set("Access-Control-Allow-Origin", "https://cfg.example")
                .set("Vary", "X-Cfg-Vary"),
            HeaderRule::new("/hdr/cc").set("Cache-Control", "public, max-age=99"),
            HeaderRule::new("/hdr/cond")
                .has(Condition::query("a").matching("(?<v>.+)"))
                .set("X-Has", ":v"),
            HeaderRule::new("/nobase/:p*")
                .without_base_path()
                .set("X-NB", "1"),
            HeaderRule::new("/hdr/setcookie").set("Set-Cookie", "cfg=1"),
        ])
        .redirects([
            Redirect::permanent("/old/:slug", "/new/:slug"),
            Redirect::temporary("/tmp", "/new/tmp"),
            Redirect::temporary("/st", "/new/st").status(StatusCode::FOUND),
            Redirect::temporary("/ext", "https://nextjs.org/x?y=1"),
            Redirect::temporary("/hdr/shadow", "/new/shadow"),
            Redirect::temporary("/nb", "/elsewhere").without_base_path(),
            Redirect::temporary("/re/:id(\\d+)", "/new/:id"),
        ])
}
