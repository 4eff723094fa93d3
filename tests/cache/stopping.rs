//! Case 47: a handler that hangs does not keep the server from stopping.

use super::{
    app,
    house::{Connection, PATIENCE, patiently, request},
    lab::Lab,
};
use std::env;
use tokio::{
    net::{TcpListener, TcpStream},
    process::Command,
};

/// The server that the test below starts as a process of its own.
#[tokio::test]
#[ignore = "run by case 47 in another process"]
async fn server_of_case_47() {
    let lab = Lab::default();
    lab.hang("slug/hangs");
    app::service(lab).serve().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn case_47_stop_with_a_hung_flight() {
    // A hung flight, SIGTERM: the process exits soon.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let mut server = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "stopping::server_of_case_47"])
        .env("HOST", "127.0.0.1")
        .env("PORT", address.port().to_string())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    patiently("the server", async || {
        TcpStream::connect(address).await.ok()
    })
    .await;
    let mut hangs = Connection::open(address).await;
    let asked =
        tokio::spawn(async move { hangs.try_send(request("GET", "/slug/hangs", &[])).await });
    // Answers one more, so that the first request has been read.
    let mut other = Connection::open(address).await;
    let answer = other.send(request("GET", "/two", &[])).await;
    assert_eq!(answer.status, 200);
    let id = server.id().unwrap().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status();
    assert!(sent.await.unwrap().success());
    let stopped = tokio::time::timeout(PATIENCE, server.wait()).await;
    assert!(stopped.is_ok(), "the server waits for the handler");
    asked.abort();
}
