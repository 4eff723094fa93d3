//! Random route trees as Next.js judged them: refused, or accepted with an order in which routes are tried.

use crate::{check, diagnostics::Problem, scan::AppFile, tree, tree::RouteTree};
use serde_json::Value;

/// Recorded from Next.js; the trees that it accepts are compiled and asked in the workspace's tests.
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

fn judge(row: &Value) -> (RouteTree, Vec<Problem>) {
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
    let (tree, mut problems) = tree::build(&files, "app");
    problems.extend(check::check(&tree, "app"));
    (tree, problems)
}

#[test]
fn refused_trees_are_refused() {
    let refused: Vec<Value> = rows()
        .into_iter()
        .filter(|row| row.get("error_all").is_some())
        .collect();
    let accepted: Vec<&Value> = refused
        .iter()
        .filter(|row| judge(row).1.is_empty())
        .collect();
    assert!(accepted.is_empty(), "{accepted:#?}");
    // Next.js refuses these three only when it is asked to sort all routes at once, and answers from them otherwise.
    let both: Vec<&str> = refused
        .iter()
        .filter(|row| row.get("matches").is_some())
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(both, ["fuzz-63", "fuzz-476", "fuzz-521"]);
    assert_eq!(refused.len(), 80);
}

#[test]
fn accepted_trees_are_accepted_in_the_recorded_order() {
    let accepted: Vec<Value> = rows()
        .into_iter()
        .filter(|row| row.get("error_all").is_none())
        .collect();
    for row in &accepted {
        let (tree, problems) = judge(row);
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
