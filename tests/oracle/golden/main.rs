//! Requests whose answers were recorded from Next.js, asked over a socket of a port of the recorded applications.
//!
//! `ORACLE_FILE=<path>` asks another recording of the same form. Every case is equal by the rules of `compare`, or
//! explained by a row of `deviations`, or listed in `undriven`.

mod case;
mod compare;
mod deviations;
mod paths;
mod report;
mod undriven;
mod wire;

use report::Report;
use router_runtime::{TrailingSlash, routes};
use std::net::SocketAddr;
use tokio::net::TcpListener;

routes!(pub mod main_app = "oracle/app", state = Origin);
routes!(pub mod ts_app = "oracle/ts");

/// Host and port under which an application knows itself.
#[derive(Clone, Debug)]
pub struct Origin(pub String);

/// The recording that the project holds.
const RECORDING: &str = include_str!("../data/golden.jsonl");

/// The two ways to serve an application.
#[derive(Clone, Copy, Debug)]
enum Way {
    Router,
    Service,
}

/// Serves one application of the recording; `None` for one that is not ported.
async fn serve(app: &str, way: Way) -> Option<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.ok()?;
    let address = listener.local_addr().ok()?;
    let origin = Origin(format!("localhost:{}", address.port()));
    let slash = || ts_app::builder().trailing_slash(TrailingSlash::Add);
    match (app, way) {
        ("main", Way::Router) => {
            tokio::spawn(axum::serve(listener, main_app::router(origin)).into_future())
        }
        ("ts", Way::Router) => tokio::spawn(axum::serve(listener, slash().router()).into_future()),
        _ => return None,
    };
    Some(address)
}

async fn run(recording: &str, way: Way) -> Report {
    let cases = case::read(recording).expect("the recording can be read");
    let mut report = Report::default();
    let mut servers = std::collections::BTreeMap::new();
    for case in &cases {
        if !servers.contains_key(&case.app) {
            servers.insert(case.app.clone(), serve(&case.app, way).await);
        }
        report.add(case, servers[&case.app]).await;
    }
    report
}

async fn check(way: Way) {
    let report = match std::env::var_os("ORACLE_FILE") {
        Some(file) => {
            let bytes = std::fs::read(&file).expect("ORACLE_FILE can be read");
            run(&String::from_utf8(bytes).expect("ORACLE_FILE is text"), way).await
        }
        None => {
            let report = run(RECORDING, way).await;
            report.assert_tables_are_exact();
            report
        }
    };
    println!("{way:?}: {report}");
    report.assert_explained();
}

#[tokio::test]
async fn answers_as_recorded_through_the_router() {
    check(Way::Router).await;
}

#[tokio::test]
async fn answers_as_recorded_through_the_service() {
    check(Way::Service).await;
}
