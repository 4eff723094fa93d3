//! The test client with `WebSocket`s and streams.

use super::app;
use router_runtime::testing::Client;

/// A client of each form of the application.
fn clients() -> [(&'static str, Client); 2] {
    [
        ("router()", Client::new(app::router())),
        ("service()", Client::new(app::service())),
    ]
}

#[tokio::test]
async fn a_websocket_is_opened_without_a_socket() {
    for (way, client) in clients() {
        for path in ["/ws", "/wrapped/ws"] {
            let mut socket = client.get(path).websocket().await.unwrap();
            socket.send_text("hello").await.unwrap();
            assert_eq!(socket.text().await.unwrap(), "hello", "{way} {path}");
            socket.close().await.unwrap();
        }
    }
}

#[tokio::test]
async fn events_are_read_one_by_one() {
    for (way, client) in clients() {
        for path in ["/events", "/wrapped/events"] {
            let mut events = client.get(path).stream().await.unwrap();
            let first = events.event().await.unwrap().unwrap();
            assert!(first.starts_with("data: "), "{way} {path} {first}");
        }
    }
}
