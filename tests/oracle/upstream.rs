//! The service from which the recorded application fetched. It counts requests by query and continues the recorded numbers.

use axum::{Router, extract::RawQuery, routing::get};
use std::{
    collections::BTreeMap,
    io,
    sync::{Mutex, PoisonError},
};
use tokio::{net::TcpListener, sync::OnceCell};

static BASE: OnceCell<String> = OnceCell::const_new();
static COUNTS: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// The URL of one of its paths.
pub async fn at(path: &str) -> io::Result<String> {
    let base = BASE.get_or_try_init(open).await?;
    Ok(format!("{base}/{path}"))
}

async fn open() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/count", get(count)).route(
        "/gz",
        get(async || {
            (
                [
                    ("content-type", "text/plain"),
                    ("set-cookie", "up=1"),
                    ("x-up", "1"),
                ],
                "gzipped upstream body",
            )
        }),
    );
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(base)
}

async fn count(RawQuery(query): RawQuery) -> String {
    let query = query.unwrap_or_default();
    let first = if query == "fc" { 4 } else { 7 };
    let mut counts = COUNTS.lock().unwrap_or_else(PoisonError::into_inner);
    let count = counts
        .entry(query)
        .and_modify(|count| *count += 1)
        .or_insert(first);
    format!("{{\"up\":{count}}}")
}
