//! Random route trees with the verdict of Next.js: rejected, or accepted with a match order.

use crate::{
    check::{self, Application},
    diagnostics::Problem,
    runtime::Runtime,
    scan::AppFile,
    tree,
    tree::RouteTree,
};
use serde_json::Value;

/// Recorded from Next.js. The tests of the workspace compile the accepted trees and send requests to them.
const TREES: &str = include_str!("../../../../tests/oracle/data/match_fuzz.jsonl");

fn rows() -> Vec<Value> {
    TREES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn texts(row: &Value, name: &str) -> Vec<String> {
    let list = row[name].as_array().unwrap();
    list.iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn check(row: &Value) -> (RouteTree, Vec<Problem>) {
    let mut files: Vec<AppFile> = texts(row, "routes")
        .iter()
        .map(|route| AppFile {
            path: format!("{route}/route.rs")
                .trim_start_matches('/')
                .to_owned(),
            text: "pub async fn GET() {}\n".to_owned(),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (tree, problems) = tree::build(&files, "app", &Runtime::default());
    let checked = check::all::tree(Application {
        shown_as: "app",
        tree: &tree,
        state: None,
        module: "app",
        public: &[],
        problems,
    });
    (tree, checked.problems)
}

#[test]
fn rejected_trees_are_rejected() {
    let rejected: Vec<Value> = rows()
        .into_iter()
        .filter(|row| row.get("error_all").is_some())
        .collect();
    let accepted: Vec<&Value> = rejected
        .iter()
        .filter(|row| check(row).1.is_empty())
        .collect();
    assert!(accepted.is_empty(), "{accepted:#?}");
    // Next.js rejects these three only when it sorts all routes at once, and serves them otherwise.
    let both: Vec<&str> = rejected
        .iter()
        .filter(|row| row.get("matches").is_some())
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(both, ["fuzz-63", "fuzz-476", "fuzz-521"]);
    assert_eq!(rejected.len(), 80);
}

#[test]
fn accepted_trees_are_accepted_in_the_recorded_order() {
    let accepted: Vec<Value> = rows()
        .into_iter()
        .filter(|row| row.get("error_all").is_none())
        .collect();
    for row in &accepted {
        let (tree, problems) = check(row);
        assert_eq!(problems, [], "{row}");
        let mut order = Vec::new();
        tree.root.walk(&mut |node| {
            if node.endpoint.is_some() {
                order.push(node.pattern.clone());
            }
        });
        assert_eq!(order, texts(row, "all_sorted"), "{row}");
    }
    assert_eq!(accepted.len(), 209);
}
