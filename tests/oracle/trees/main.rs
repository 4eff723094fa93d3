//! Route trees with the route and the parameters that Next.js picks for their paths: 209 random trees and the 704 files
//! of a real product, each compiled by `routes!` as a module of this crate.
//!
//! The build script writes the route files; a random tree that Next.js refuses is refused by the macro too, which its
//! own tests show.

use axum::{body::Body, extract::Request, http::StatusCode, response::Response};
use router_runtime::routes;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, convert::Infallible};
use tower::{Service, ServiceExt, util::BoxCloneSyncService};

include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// An application, served by its router or by its service.
pub type Application = BoxCloneSyncService<Request, Response, Infallible>;

fn erase<S>(service: S) -> Application
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Future: Send,
{
    BoxCloneSyncService::new(service)
}

/// What a generated route file answers: which file it is, and the parameters as Next.js would have them.
fn answer<const N: usize>(file: &str, params: [(&str, Value); N]) -> String {
    let given = params.into_iter().filter(|(_, value)| !value.is_null());
    let params: Map<String, Value> = given
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    json!({ "route": file, "params": params }).to_string()
}

fn one(value: String) -> Value {
    value.into()
}

/// Next.js has no parameter where an optional catch-all caught nothing.
fn many(values: Vec<String>) -> Value {
    if values.is_empty() {
        Value::Null
    } else {
        values.into()
    }
}

/// What an application picks for a path; `None` for a 404.
async fn pick(application: &Application, path: &str) -> Result<Option<Value>, String> {
    let request = Request::get(path)
        .body(Body::empty())
        .map_err(|error| error.to_string())?;
    let Ok(response) = application.clone().oneshot(request).await;
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
    let body = body.map_err(|error| error.to_string())?;
    match status {
        StatusCode::OK => serde_json::from_slice(&body).map_err(|error| error.to_string()),
        StatusCode::NOT_FOUND => Ok(None),
        status => Err(format!("{status} {body:?}")),
    }
}

/// Asks both ways for one path and notes what differs from what is expected.
async fn compare(
    ways: &[Application; 2],
    path: &str,
    expected: Option<Value>,
    wrong: &mut Vec<String>,
) {
    for (way, application) in ["router", "service"].iter().zip(ways) {
        let picked = pick(application, path).await;
        if picked != Ok(expected.clone()) {
            wrong.push(format!(
                "{way}: {path}\n    expected {expected:?}\n    picked   {picked:?}"
            ));
        }
    }
}

#[tokio::test]
async fn random_trees_pick_the_recorded_routes() {
    let applications: BTreeMap<_, _> = applications().into_iter().collect();
    let (mut trees, mut paths, mut wrong) = (0, 0, Vec::new());
    for line in include_str!("../data/match_fuzz.jsonl").lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        if row.get("error_all").is_some() {
            continue;
        }
        trees += 1;
        let name = row["id"].as_str().unwrap().replace('-', "_");
        for case in row["matches"].as_array().unwrap() {
            paths += 1;
            let expected = Some(case[1].clone()).filter(|expected| !expected.is_null());
            let path = case[0].as_str().unwrap();
            let before = wrong.len();
            compare(&applications[name.as_str()], path, expected, &mut wrong).await;
            if wrong.len() > before {
                wrong.push(format!("    in {name}: {}", row["routes"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((trees, paths), (209, 1657));
}

#[tokio::test]
async fn a_real_product_picks_the_recorded_routes() {
    let applications: BTreeMap<_, _> = applications().into_iter().collect();
    let recording: Value = serde_json::from_str(include_str!("../data/tree_dub.json")).unwrap();
    let cases = recording["cases"].as_array().unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let expected = (!case["route"].is_null())
            .then(|| json!({ "route": case["file"], "params": case["params"] }));
        compare(
            &applications["dub"],
            case["url"].as_str().unwrap(),
            expected,
            &mut wrong,
        )
        .await;
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!((cases.len(), dub::ROUTES.len()), (2970, 704));
}
