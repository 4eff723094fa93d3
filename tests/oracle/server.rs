//! The recorded applications, ported: `recorded-apps <main|ts|cfg> <router|service>` serves one of them on `PORT`.
//!
//! A line on standard input is a number of seconds by which the cache's clock advances. The program prints an empty line when no
//! handler runs for the cache any more.

mod runs;
mod upstream;

use axum::http::StatusCode;
use router_runtime::{
    AppBuilder, TrailingSlash,
    cache::{Cache, CacheOptions},
    routes,
    rules::{Condition, HeaderRule, Redirect},
    testing::Clock,
};
use std::{env, io, net::Ipv4Addr, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin, stdout},
    net::TcpListener,
};

routes!(pub mod main_app = "oracle/app", state = Origin);
routes!(pub mod ts_app = "oracle/ts");
routes!(pub mod cfg_app = "oracle/cfg", state = Origin);

/// Host and port of the application's own URLs.
#[derive(Clone, Debug)]
pub struct Origin(pub String);

#[tokio::main]
async fn main() -> io::Result<()> {
    let port: u16 = env::var("PORT")
        .ok()
        .and_then(|port| port.parse().ok())
        .unwrap_or(3000);
    let origin = Origin(format!("localhost:{port}"));
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["main", way] => serve(main_app::builder(origin), way, port).await,
        ["ts", way] => {
            let ts = ts_app::builder().trailing_slash(TrailingSlash::Add);
            serve(ts, way, port).await
        }
        ["cfg", way] => serve(cfg(origin), way, port).await,
        _ => Err(io::Error::other(
            "usage: recorded-apps <main|ts|cfg> <router|service>",
        )),
    }
}

async fn serve<S>(app: AppBuilder<S>, way: &str, port: u16) -> io::Result<()>
where
    S: Clone + Send + Sync + 'static,
{
    let clock = Clock::new();
    let app = app.cache(CacheOptions::new().clock(clock.clone()));
    // The recorded server did not compress.
    let app = app.compression(false);
    tokio::spawn(obey(clock, app.cache_handle()));
    // Next.js prerenders when it builds, so that its first responses are hits.
    app.prerender().await;
    if way == "service" {
        return Ok(app.service().serve().await?);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, app.router()).await
}

async fn obey(clock: Clock, cache: Cache) -> io::Result<()> {
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let seconds = line.parse().map_err(io::Error::other)?;
        clock.advance(Duration::from_secs_f64(seconds));
        cache.settled().await;
        stdout().write_all(b"\n").await?;
        stdout().flush().await?;
    }
    Ok(())
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
