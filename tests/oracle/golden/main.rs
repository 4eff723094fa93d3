//! The recorded requests to Next.js, sent over a socket to the recorded applications, which were rewritten for this router.
//!
//! `ORACLE_FILE=<path>` uses another recording of the same form. Every case is equal by the rules of `compare`, or
//! explained by a row of `deviations`, or listed in `undriven`.

mod cached;
mod case;
mod compare;
mod cookies;
mod deviations;
mod exchange;
mod made_up;
mod metadata;
mod paths;
mod report;
mod requests;
mod server;
mod undriven;
mod wire;

use report::Report;
use server::Server;
use std::{collections::BTreeMap, error::Error};

/// The copied recording.
const RECORDING: &str = include_str!("../data/golden.jsonl");

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

async fn run(recording: &str, way: &'static str) -> Outcome<Report> {
    let mut servers = BTreeMap::new();
    for app in ["main", "ts", "cfg"] {
        servers.insert(app, Server::start(app, way).await?);
    }
    let mut report = Report::default();
    for case in &case::read(recording)? {
        report.add(case, servers.get_mut(case.app.as_str())).await;
    }
    Ok(report)
}

async fn check(way: &'static str) -> Outcome {
    let other = std::env::var_os("ORACLE_FILE");
    let report = match &other {
        Some(file) => run(&String::from_utf8(std::fs::read(file)?)?, way).await?,
        None => run(RECORDING, way).await?,
    };
    println!("{way}: {report}");
    report.assert_explained();
    if other.is_none() {
        report.assert_tables_are_exact();
    }
    Ok(())
}

#[tokio::test]
async fn responds_as_recorded_through_the_router() -> Outcome {
    check("router").await
}

#[tokio::test]
async fn responds_as_recorded_through_the_service() -> Outcome {
    check("service").await
}
