//! Route trees with the route and the parameters that Next.js picks for their paths: 209 random trees and the 704 files
//! of a real product, each compiled by `routes!` as a module of this crate.
//!
//! The build script writes the route files. The unit tests of the macro cover the random trees that Next.js rejects.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header::LOCATION},
    response::Response,
};
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

/// The response of a generated route file: its name, and the parameters as Next.js passes them.
fn respond<const N: usize>(file: &str, params: [(&str, Value); N]) -> String {
    let given = params.into_iter().filter(|(_, value)| !value.is_null());
    let params: Map<String, Value> = given
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    json!({ "route": file, "params": params }).to_string()
}

fn one(value: String) -> Value {
    value.into()
}

/// Next.js omits the parameter of an optional catch-all without segments.
fn many(values: Vec<String>) -> Value {
    if values.is_empty() {
        Value::Null
    } else {
        values.into()
    }
}

/// The result of a path.
#[derive(Clone, Debug, PartialEq)]
enum Picked {
    Route(Value),
    Nothing,
    Redirect(String),
    Other(String),
}

impl Picked {
    fn recorded(route: Value) -> Self {
        if route.is_null() {
            Self::Nothing
        } else {
            Self::Route(route)
        }
    }
}

async fn pick(application: &Application, path: &str) -> Picked {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let Ok(response) = application.clone().oneshot(request).await;
    let location = response.headers().get(LOCATION).cloned();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    match (status, location) {
        (StatusCode::OK, None) => Picked::Route(serde_json::from_slice(&body).unwrap()),
        (StatusCode::NOT_FOUND, None) => Picked::Nothing,
        (StatusCode::PERMANENT_REDIRECT, Some(location)) => {
            Picked::Redirect(location.to_str().unwrap().to_owned())
        }
        (status, location) => Picked::Other(format!("{status} {location:?} {body:?}")),
    }
}

/// An application built as router and as service, and the recorded result of some paths.
struct Tree {
    name: String,
    ways: [Application; 2],
    cases: Vec<(String, Picked)>,
}

/// The recorded trees that Next.js accepts: random ones, then those of the product.
fn trees() -> (Vec<Tree>, Tree) {
    let mut applications: BTreeMap<_, _> = applications().into_iter().collect();
    let mut tree = |name: String, cases| {
        let ways = applications.remove(name.as_str()).unwrap();
        Tree { name, ways, cases }
    };
    let random = include_str!("../data/match_fuzz.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|row| row.get("error_all").is_none())
        .map(|row| {
            let cases = row["matches"].as_array().unwrap().iter().map(|case| {
                let path = case[0].as_str().unwrap().to_owned();
                (path, Picked::recorded(case[1].clone()))
            });
            tree(
                row["id"].as_str().unwrap().replace('-', "_"),
                cases.collect(),
            )
        })
        .collect();
    let product: Value = serde_json::from_str(include_str!("../data/tree_dub.json")).unwrap();
    let cases = product["cases"].as_array().unwrap().iter().map(|case| {
        let picked = match &case["route"] {
            Value::Null => Picked::Nothing,
            _ => Picked::Route(json!({ "route": case["file"], "params": case["params"] })),
        };
        (case["url"].as_str().unwrap().to_owned(), picked)
    });
    (random, tree("dub".to_owned(), cases.collect()))
}

/// Sends every recorded path to both applications.
async fn assert_recorded(tree: &Tree) {
    for (path, expected) in &tree.cases {
        for (way, application) in ["router", "service"].iter().zip(&tree.ways) {
            let picked = pick(application, path).await;
            assert_eq!(
                picked, *expected,
                "{path} through the {way} of {}",
                tree.name
            );
        }
    }
}

/// Sends unusual spellings of every recorded path: both applications agree and reach the recorded response after at most one
/// redirect.
async fn assert_odd_spellings(tree: &Tree) {
    for (path, expected) in &tree.cases {
        let (folder, last) = path.rsplit_once('/').unwrap();
        let mut spellings = vec![(format!("/{path}"), true)];
        if let Some(first) = last.bytes().next() {
            spellings.push((format!("{path}/"), true));
            spellings.push((format!("{folder}//{last}"), true));
            spellings.push((format!("{folder}/\\{last}"), true));
            spellings.push((format!("{folder}/%{first:02x}{}", &last[1..]), false));
        }
        for (spelling, redirected) in &spellings {
            let [router, service] = &tree.ways;
            let mut picked = pick(service, spelling).await;
            let name = &tree.name;
            assert_eq!(pick(router, spelling).await, picked, "{spelling} in {name}");
            let redirect = Picked::Redirect(path.clone());
            assert!(
                picked == redirect || !redirected,
                "{spelling} in {name}: {picked:?}"
            );
            if picked == redirect {
                picked = pick(service, path).await;
            }
            assert_eq!(picked, *expected, "{spelling} in {name}");
        }
    }
}

#[tokio::test]
async fn random_trees_pick_the_recorded_routes() {
    let (trees, _) = trees();
    for tree in &trees {
        assert_recorded(tree).await;
        assert_odd_spellings(tree).await;
    }
    let paths: usize = trees.iter().map(|tree| tree.cases.len()).sum();
    assert_eq!((trees.len(), paths), (209, 1657));
}

#[tokio::test]
async fn a_real_product_picks_the_recorded_routes() {
    let (_, product) = trees();
    assert_recorded(&product).await;
    assert_odd_spellings(&product).await;
    assert_eq!((product.cases.len(), dub::ROUTES.len()), (2970, 704));
}
