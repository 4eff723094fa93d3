//! The server in a process of its own, which reads its environment.

use crate::{Shared, app};
use router_runtime::{
    ServeError,
    server::{self, ServeOptions},
};
use router_tests::wait::TIMEOUT;
use std::process::Stdio;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn server() {
    if std::env::var_os("ERRORS_ONLY").is_some() {
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR);
        subscriber.init();
    }
    report(app::service(Shared::default()).serve().await);
}

#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn server_with_options() {
    let options = ServeOptions::new().port(0);
    report(app::service(Shared::default()).serve_with(options).await);
}

/// The application inside of layers, with the options of the environment.
#[tokio::test]
#[ignore = "run by other tests in another process"]
async fn tower_service() {
    let service = tower::ServiceBuilder::new()
        .map_response(|mut response: axum::response::Response| {
            let value = axum::http::HeaderValue::from_static("yes");
            response.headers_mut().insert("x-layer", value);
            response
        })
        .service(app::service(Shared::default()));
    report(match ServeOptions::from_env() {
        Ok(options) => server::serve(service, options).await,
        Err(error) => Err(error),
    });
}

fn report(served: Result<(), ServeError>) {
    if let Err(error) = served {
        eprintln!("error: {error}");
    }
}

/// The command of the server, without the variables that the machine may set.
pub(crate) fn command(variables: &[(&str, &str)]) -> Command {
    command_of("server", variables)
}

/// The command of a program of this file.
pub(crate) fn command_of(program: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "--nocapture"])
        .arg(format!("process::{program}"))
        .env("HOST", "127.0.0.1")
        .env("PORT", "0")
        .env_remove("LISTEN_FDS")
        .env_remove("ROUTER_TASK")
        .envs(variables.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Starts the command and waits for a line with this word. Returns the rest of the line.
pub(crate) async fn start(command: &mut Command, word: &str) -> (Child, String) {
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let found = timeout(TIMEOUT, async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, rest)) = line.split_once(word) {
                return rest.to_owned();
            }
        }
        panic!("no line with {word:?}");
    });
    let found = found.await.expect("a line of the server");
    (child, found)
}

/// The error that the server reports at start-up.
pub(crate) async fn error(variables: &[(&str, &str)]) -> String {
    start(&mut command(variables), "error: ").await.1
}
