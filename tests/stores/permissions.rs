//! A file, and a folder, that the user of the process may not write.

use crate::{
    app,
    instance::{Instance, Store},
};
use router_runtime::{
    cache::{CacheOptions, RevalidateError},
    testing::Clock,
};
use router_tests::{
    handlers::Handlers,
    test_app::{SERVICE, TestApp},
    wait::wait_for,
};
use std::{
    env, fs,
    io::{self, Read, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

/// The variable with the path of the file.
const FILE: &str = "PERMISSIONS_FILE";

/// The line that the program prints once it has served without the file.
const SERVED: &str = "served without the file";

/// Changes the user of a command, because permissions do not bind root.
const AS_NOBODY: [&str; 4] = [
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
];

#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn program() {
    tracing_subscriber::fmt().with_ansi(false).init();
    let (handlers, clock) = (Handlers::default(), Clock::new());
    let options = CacheOptions::new().namespace("tests").clock(clock.clone());
    let options = options.disk(env::var_os(FILE).unwrap());
    let builder = app::builder(handlers.clone()).cache(options);
    let app = TestApp::open(SERVICE, &builder, handlers, clock).await;
    for expected in ["200 MISS stored a 1", "200 HIT a 1"] {
        assert_eq!(app.get("/a").await.line(), expected);
    }
    let degraded = app.cache.update_tag("items").await;
    assert_eq!(degraded, Err(RevalidateError::Degraded));
    assert_eq!(app.get("/a").await.line(), "200 EXPIRED stored a 2");
    println!("{SERVED}");
    // It ends when the file may be written.
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    wait_for("an accepted invalidation", async || {
        app.cache.update_tag("items").await.ok()
    })
    .await;
}

/// Returns the command of the program for a user that permissions bind; `None` if it cannot be run as one.
fn command() -> Option<Command> {
    let executable = env::current_exe().unwrap();
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout != b"0\n" {
        return Some(Command::new(executable));
    }
    let (setpriv, options) = AS_NOBODY.split_first().unwrap();
    let command = || {
        let mut command = Command::new(setpriv);
        command.args(options);
        command
    };
    let can_run = command().args(["test", "-x"]).arg(&executable).status();
    if !can_run.is_ok_and(|status| status.success()) {
        let line = "SKIPPED permissions: root cannot run this executable as another user\n";
        let _ = io::stderr().write_all(line.as_bytes());
        return None;
    }
    let mut command = command();
    command.arg(executable);
    Some(command)
}

/// Runs the program, which serves without the file until the function has allowed it to write.
fn run(mut command: Command, file: &Path, allow: impl FnOnce()) {
    let mut program = command
        .args(["--ignored", "--exact", "--nocapture"])
        .arg("permissions::program")
        .env(FILE, file)
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = Vec::new();
    let mut byte = [0];
    let output = program.stdout.as_mut().unwrap();
    while !log.ends_with(SERVED.as_bytes()) && output.read(&mut byte).unwrap() > 0 {
        log.push(byte[0]);
    }
    allow();
    let ended = program.wait_with_output().unwrap();
    let log = String::from_utf8(log).unwrap();
    let errors = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.success(), "{log}{errors}");
    assert_eq!(errors, "");
    let reported = log.lines().filter(|line| line.contains(" ERROR "));
    let reported: Vec<&str> = reported.collect();
    assert_eq!(reported.len(), 1, "{log}");
    for part in [
        file.to_str().unwrap(),
        "cannot be opened: Permission denied",
        "the application serves without it and tries again",
    ] {
        assert!(reported[0].contains(part), "{}", reported[0]);
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn case_85_a_folder_without_the_right_to_write_does_not_prevent_serving() {
    let Some(command) = command() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    set_mode(folder.path(), 0o555);
    let file = folder.path().join("cache.redb");
    run(command, &file, || set_mode(folder.path(), 0o777));
    assert!(file.exists());
}

#[tokio::test]
async fn case_85_a_file_without_the_right_to_write_does_not_prevent_serving() {
    let Some(command) = command() else {
        return;
    };
    let mut earlier = Instance::start(Store::disk()).await;
    earlier.get("/a").await;
    earlier.stop().await;
    let file = earlier.store.file();
    let folder = file.parent().unwrap();
    set_mode(folder, 0o777);
    set_mode(&file, 0o444);
    let before = fs::read(&file).unwrap();
    run(command, &file, || {
        assert!(fs::read(&file).unwrap() == before, "the file was changed");
        set_mode(&file, 0o666);
    });
    // It was not put aside.
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
}
