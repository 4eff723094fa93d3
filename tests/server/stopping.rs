//! The stages of a shutdown.

use crate::limits::UPGRADE;
use crate::{SHORT, Server};
use router_runtime::server::ServeOptions;
use router_tests::wait::wait_for;
use std::time::Duration;
use tokio::net::TcpStream;

/// Longer than any test.
const LONG: Duration = Duration::from_secs(600);

#[tokio::test]
async fn requests_are_served_during_the_delay() {
    let options = ServeOptions::new().shutdown_delay(LONG);
    let mut server = Server::start(options).await;
    let mut client = server.connect().await;
    let response = client.get("/ready").await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");

    server.stop();
    let response = wait_for("the shutdown signal", async || {
        let response = client.get("/ready").await;
        (!response.ends_with("ready")).then_some(response)
    });
    let response = response.await;
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
    assert!(response.ends_with("shutting down"), "{response}");
    let request = "GET /ready HTTP/1.1\r\nhost: x\r\naccept: application/json\r\n\r\n";
    client.write(request).await;
    let response = client.response().await;
    assert!(
        response.contains("content-type: application/problem+json\r\n"),
        "{response}"
    );
    assert!(
        response.contains("cache-control: no-store\r\n"),
        "{response}"
    );
    let problem = r#"{"detail":"shutting down","status":503,"title":"Service Unavailable"}"#;
    assert!(response.ends_with(problem), "{response}");
    let mut newcomer = server.connect().await;
    assert!(newcomer.get("/").await.ends_with("home"));
    assert!(!server.running.is_finished());
    server.running.abort();
}

#[tokio::test]
async fn the_server_stops_after_the_delay() {
    let options = ServeOptions::new().shutdown_delay(SHORT);
    let mut server = Server::start(options).await;
    let mut idle = server.connect().await;
    assert!(idle.get("/").await.ends_with("home"));
    server.stop();
    assert_eq!(idle.rest().await, "");
    let address = server.address();
    server.ended().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_server_whose_future_is_dropped_closes_its_connections() {
    let server = Server::start(ServeOptions::new()).await;
    let (mut idle, mut held) = (server.connect().await, server.connect().await);
    assert!(idle.get("/").await.ends_with("home"));
    held.write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n").await;
    server.shared.entered.notified().await;
    let address = server.address();
    server.running.abort();
    assert_eq!(
        (idle.rest().await, held.rest().await),
        (String::new(), String::new())
    );
    let refused = wait_for("the listener to close", async || {
        TcpStream::connect(address).await.err()
    });
    refused.await;
}

#[tokio::test]
async fn running_requests_have_the_grace() {
    for (grace, expected) in [(LONG, "done"), (SHORT, "")] {
        let options = ServeOptions::new().shutdown_grace(grace);
        let mut server = Server::start(options).await;
        let mut client = server.connect().await;
        client.write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n").await;
        server.shared.entered.notified().await;
        server.stop();
        if grace == LONG {
            server.shared.release.notify_one();
        }
        let response = client.rest().await;
        assert!(response.ends_with(expected), "{response}");
        assert_eq!(response.is_empty(), expected.is_empty(), "{response}");
        server.ended().await;
    }
}

#[tokio::test]
async fn websockets_learn_of_the_shutdown_and_have_the_grace() {
    let options = ServeOptions::new().shutdown_grace(LONG);
    let mut server = Server::start(options).await;
    let mut client = server.connect().await;
    client.write(UPGRADE).await;
    client.until("\r\n\r\n").await;
    server.stop();
    assert_eq!(client.until("bye").await, "\u{81}\u{3}bye");
    assert!(!server.running.is_finished());
    server.shared.release.notify_one();
    server.ended().await;
    assert_eq!(client.rest().await, "");
}
