//! `ROUTER_TASK="seed FILE"`: a program writes its seed instead of serving.

use crate::app;
use router_runtime::{CacheOptions, prelude::*, testing::Clock};
use router_tests::{
    handlers::Handlers,
    test_app::{SERVICE, TestApp},
};
use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

const FAILS: &str = "SEED_TASK_FAILS";

fn options() -> CacheOptions {
    CacheOptions::new().namespace("tests")
}

#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn program() {
    let handlers = Handlers::default();
    if env::var_os(FAILS).is_some() {
        handlers.respond("static", |_| StatusCode::INTERNAL_SERVER_ERROR);
    }
    let service = app::builder(handlers).cache(options()).service();
    if let Err(error) = service.serve().await {
        eprintln!("error: {error}");
    }
}

/// Runs the program with this task. No server could listen, so that the task is read before.
fn run(file: &Path, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "--nocapture", "seed_task::program"])
        .env("ROUTER_TASK", format!("seed {}", file.display()))
        .envs([("HOST", "no such host"), ("PORT", "none")])
        .env_remove("CACHE_URL")
        .envs(variables.iter().copied());
    command.output().unwrap()
}

#[tokio::test]
async fn an_instance_starts_with_the_seed_of_the_task() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a folder/app.seed");
    let output = run(&file, &[]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("prerendered 3 of 3 responses\n"), "{text}");
    let (handlers, clock) = (Handlers::default(), Clock::new());
    let builder = app::builder(handlers.clone()).cache(options().seed(file));
    let app = TestApp::open(SERVICE, &builder, handlers, clock).await;
    assert_eq!(app.get("/static").await.line(), "200 HIT static 1");
    assert_eq!(app.state.runs("static"), 0);
}

#[test]
fn a_seed_that_is_incomplete_or_cannot_be_written_is_an_error() {
    let folder = TempDir::new().unwrap();
    let error = |file: &Path, variables: &[(&str, &str)]| {
        let output = run(file, variables);
        String::from_utf8(output.stderr).unwrap()
    };
    let file = folder.path().join("app.seed");
    let text = error(&file, &[(FAILS, "1")]);
    let lacks = format!("error: the seed {} lacks responses: ", file.display());
    assert!(text.contains(&lacks), "{text}");
    assert!(text.contains("1 of `/static`, such as `/static`"), "{text}");
    fs::write(&file, "").unwrap();
    let below = file.join("app.seed");
    let text = error(&below, &[]);
    let reason = format!("error: the seed {} cannot be written: ", below.display());
    assert!(text.contains(&reason), "{text}");
}
