//! Requests whose answers were recorded from Next.js, asked over a socket of a port of the recorded applications.
//!
//! `ORACLE_FILE=<path>` asks another recording of the same form. Every case is equal by the rules of `compare`, or
//! explained by a row of `deviations`, or listed in `undriven`.

mod case;
mod compare;
mod deviations;
mod paths;
mod report;
mod server;
mod undriven;
mod wire;

use report::Report;
use server::Server;
use std::collections::BTreeMap;

/// The recording that the project holds.
const RECORDING: &str = include_str!("../data/golden.jsonl");

async fn run(recording: &str, way: &'static str) -> Report {
    let mut servers = BTreeMap::new();
    for app in ["main", "ts"] {
        servers.insert(
            app,
            Server::start(app, way)
                .await
                .expect("the application starts"),
        );
    }
    let mut report = Report::default();
    for case in &case::read(recording).expect("the recording can be read") {
        let server = servers.get(case.app.as_str()).map(|server| server.address);
        report.add(case, server).await;
    }
    report
}

async fn check(way: &'static str) {
    let report = match std::env::var_os("ORACLE_FILE") {
        Some(file) => {
            let bytes = std::fs::read(&file).expect("ORACLE_FILE can be read");
            run(&String::from_utf8(bytes).expect("ORACLE_FILE is text"), way).await
        }
        None => run(RECORDING, way).await,
    };
    println!("{way}: {report}");
    report.assert_explained();
    if std::env::var_os("ORACLE_FILE").is_none() {
        report.assert_tables_are_exact();
    }
}

#[tokio::test]
async fn answers_as_recorded_through_the_router() {
    check("router").await;
}

#[tokio::test]
async fn answers_as_recorded_through_the_service() {
    check("service").await;
}
