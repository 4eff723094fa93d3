//! Case 47: a hung handler does not delay the shutdown. Work of `After` delays it up to a limit.

use crate::app;
use axum::response::IntoResponse;
use router_tests::{
    handlers::Handlers,
    request::request,
    test_app::Connection,
    wait::{TIMEOUT, wait_for},
};
use std::{env, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

/// The server that the tests below start in another process.
#[tokio::test]
#[ignore = "run by the tests below in another process"]
async fn server_of_case_47() {
    let handlers = Handlers::default();
    handlers.hang("slug/hangs");
    handlers.plan("after/lingers", |_| async {
        let mut report = TcpStream::connect(env::var("REPORT").unwrap()).await?;
        report.read_u8().await?;
        report.write_all(b"done").await?;
        Ok("reported".into_response())
    });
    app::service(handlers).serve().await.unwrap();
}

struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    async fn start(report: Option<SocketAddr>) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let process = Command::new(env::current_exe().unwrap())
            .args(["--ignored", "--exact", "shutdown::server_of_case_47"])
            .env("HOST", "127.0.0.1")
            .env("PORT", address.port().to_string())
            .env("REPORT", report.unwrap_or(address).to_string())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        wait_for("the server", async || {
            TcpStream::connect(address).await.ok()
        })
        .await;
        Self { process, address }
    }

    async fn tell_to_stop(&self) {
        let id = self.process.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        assert!(sent.await.unwrap().success());
    }

    async fn has_stopped(&mut self) -> bool {
        let stopped = tokio::time::timeout(TIMEOUT, self.process.wait()).await;
        stopped.is_ok()
    }
}

#[cfg(unix)]
#[tokio::test]
async fn case_47_stop_with_a_hung_flight() {
    // A hung flight, SIGTERM: the process exits soon.
    let mut server = Server::start(None).await;
    let mut hangs = Connection::open(server.address).await;
    let pending =
        tokio::spawn(async move { hangs.try_send(request("GET", "/slug/hangs", &[])).await });
    // After the response to this request, the first one has been read.
    let mut other = Connection::open(server.address).await;
    let response = other.send(request("GET", "/two", &[])).await;
    assert_eq!(response.status, 200);
    server.tell_to_stop().await;
    assert!(
        server.has_stopped().await,
        "the server waits for the handler"
    );
    pending.abort();
}

#[cfg(unix)]
#[tokio::test]
async fn shutdown_waits_for_work_after_a_response() {
    // The work waits for a byte that the test sends when the server no longer listens.
    let report = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut server = Server::start(Some(report.local_addr().unwrap())).await;
    let mut client = Connection::open(server.address).await;
    let response = client.send(request("POST", "/after", &[])).await;
    assert_eq!(response.status, 202);
    let accepted = tokio::time::timeout(TIMEOUT, report.accept()).await;
    let (mut work, _) = accepted.expect("the work begins").unwrap();
    server.tell_to_stop().await;
    wait_for("the listener's end", async || {
        TcpStream::connect(server.address).await.err()
    })
    .await;
    work.write_all(b"!").await.unwrap();
    let mut report_text = String::new();
    work.read_to_string(&mut report_text).await.unwrap();
    assert_eq!(report_text, "done");
    assert!(server.has_stopped().await);
}
