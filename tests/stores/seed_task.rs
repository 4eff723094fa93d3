//! `ROUTER_TASK="seed FILE"`: a program writes its seed instead of serving.

use crate::app;
use router_runtime::{CacheOptions, ServeError, prelude::*, server::ServeOptions, testing::Clock};
use router_tests::{
    handlers::Handlers,
    redis_server::RedisServer,
    test_app::{SERVICE, TestApp},
};
use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// Set if a handler fails.
const FAILS: &str = "SEED_TASK_FAILS";

/// Set if the program serves with options of its own.
const HAS_OPTIONS: &str = "SEED_TASK_OPTIONS";

fn options() -> CacheOptions {
    CacheOptions::new().namespace("tests")
}

#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn program() -> Result<(), ServeError> {
    let handlers = Handlers::default();
    if env::var_os(FAILS).is_some() {
        handlers.respond("static", |_| StatusCode::INTERNAL_SERVER_ERROR);
    }
    let service = app::builder(handlers).cache(options()).service();
    if env::var_os(HAS_OPTIONS).is_some() {
        service
            .serve_with(ServeOptions::new().host("no such host"))
            .await
    } else {
        service.serve().await
    }
}

/// Runs the program with this task. No server could listen, so that the task is read before.
fn run(file: &Path, variables: &[(&str, &str)]) -> Output {
    let mut task = OsString::from("seed ");
    task.push(file);
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "--nocapture", "seed_task::program"])
        .env("ROUTER_TASK", task)
        .envs([("HOST", "no such host"), ("PORT", "none")])
        .env_remove("CACHE_URL")
        .envs(variables.iter().copied());
    command.output().unwrap()
}

/// Runs the program, which writes its seed.
fn write(file: &Path, variables: &[(&str, &str)]) {
    let output = run(file, variables);
    let text = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{error}");
    assert_eq!(error, "");
    assert!(text.contains("prerendered 3 of 3 responses\n"), "{text}");
}

/// Runs the program, which fails. Returns its standard error.
fn error(file: &Path, variables: &[(&str, &str)]) -> String {
    let output = run(file, variables);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{error}");
    error
}

/// Starts an instance with the seed, and expects that it runs no handler.
async fn expect_complete(file: &Path) {
    let (handlers, clock) = (Handlers::default(), Clock::new());
    let builder = app::builder(handlers.clone()).cache(options().seed(file));
    let app = TestApp::open(SERVICE, &builder, handlers, clock).await;
    assert_eq!(app.get("/static").await.line(), "200 HIT static 1");
    assert_eq!(app.state.runs("static"), 0);
}

#[tokio::test]
async fn an_instance_starts_with_the_seed_of_the_task() {
    let folder = TempDir::new().unwrap();
    for (name, variables) in [
        ("a folder/app.seed", &[][..]),
        ("with options.seed", &[(HAS_OPTIONS, "1")]),
        ("spaces ", &[]),
    ] {
        let file = folder.path().join(name);
        write(&file, variables);
        expect_complete(&file).await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_path_of_a_seed_may_be_any() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    let folder = TempDir::new().unwrap();
    let file = folder.path().join(OsStr::from_bytes(b"\xff.seed"));
    write(&file, &[]);
    expect_complete(&file).await;
}

#[tokio::test]
async fn a_seed_that_is_incomplete_or_cannot_be_written_is_an_error() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.seed");
    let expected = format!("the seed {} is not written: ", file.display());
    for is_first in [true, false] {
        let text = error(&file, &[(FAILS, "1")]);
        assert!(text.contains(&expected), "{text}");
        assert!(text.contains("1 of `/static`, such as `/static`"), "{text}");
        assert!(!folder.path().join("app.seed.new").exists());
        assert_eq!(file.exists(), !is_first);
        if is_first {
            write(&file, &[]);
        }
    }
    // The seed before the failure.
    expect_complete(&file).await;
    let below = file.join("app.seed");
    let text = error(&below, &[]);
    let expected = format!("the seed {} cannot be written: ", below.display());
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn the_task_does_not_use_the_shared_store() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.seed");
    write(&file, &[("CACHE_URL", &server.url())]);
    assert_eq!(server.cli(&["keys", "*"]), "");
}
