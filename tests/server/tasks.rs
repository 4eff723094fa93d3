//! `ROUTER_TASK`: what a program does instead of serving.

use crate::process;
use router_tests::wait::TIMEOUT;
use serde_json::Value;
use std::process::Stdio;
use tokio::time::timeout;

/// The standard output of the program, without the lines of libtest.
async fn output(program: &str, task: &str) -> String {
    // No server could listen here, so that the task is read before.
    let variables = [
        ("ROUTER_TASK", task),
        ("HOST", "no such host"),
        ("PORT", "none"),
    ];
    let mut command = process::command_of(program, &variables);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = timeout(TIMEOUT, command.output()).await.unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}{stderr}");
    assert_eq!(stderr, "");
    let (_, text) = text.split_once("running 1 test\n").unwrap();
    let (text, _) = text.split_once("test process::").unwrap();
    text.to_owned()
}

#[tokio::test]
async fn the_routes_are_printed() {
    for program in ["server", "server_with_options"] {
        let table = output(program, "routes").await;
        assert_eq!(table.trim_end(), crate::app::ROUTES.to_string());
        let json: Value = serde_json::from_str(&output(program, "routes --json").await).unwrap();
        let routes = json["routes"].as_array().unwrap();
        assert_eq!(routes.len(), crate::app::ROUTES.len());
        let file = |route: &&Value| route["file"] == "server/app/large/[mib]/route.rs";
        let expected = serde_json::json!({
            "pattern": "/large/[mib]",
            "file": "server/app/large/[mib]/route.rs",
            "kind": "route",
            "methods": ["GET"],
            "rendering": "dynamic",
        });
        assert_eq!(routes.iter().find(file), Some(&expected));
    }
}

#[tokio::test]
async fn an_unknown_task_is_reported() {
    for task in ["rotues", "routes --jsonl", "seed ", "\u{1b}[2J"] {
        let expected = format!(
            "ROUTER_TASK={} is not a task: expected `routes` or `routes --json` or `seed FILE`",
            task.escape_debug()
        );
        for program in ["server", "server_with_options"] {
            let mut command = process::command_of(program, &[("ROUTER_TASK", task)]);
            let (_, error) = process::start(&mut command, "error: ").await;
            assert_eq!(error, expected);
        }
    }
    let mut command = process::command_of("tower_service", &[("ROUTER_TASK", "routes")]);
    let (_, error) = process::start(&mut command, "error: ").await;
    assert_eq!(
        error,
        "ROUTER_TASK=routes: `server::serve` has no tasks, because it serves any tower service and does not know its routes; call `serve()` or \
         `serve_with()` of the application"
    );
}

#[tokio::test]
async fn an_empty_task_is_none() {
    let mut command = process::command(&[("ROUTER_TASK", "")]);
    process::start(&mut command, "listening on http://").await;
}
