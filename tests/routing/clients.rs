//! The test client with `WebSocket`s and streams, and that of the crate `axum-test`.

use super::app;
use axum::{ServiceExt, extract::Request};
use axum_test::TestServer;
use router_runtime::testing::Client;
use tokio::net::TcpListener;

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

#[tokio::test]
async fn axum_test_takes_the_application() {
    let in_process = ServiceExt::<Request>::into_make_service(app::service());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let served = axum::serve(listener, app::service().into_make_service());
    for (way, server) in [
        ("router()", TestServer::new(app::router())),
        ("service()", TestServer::new(in_process)),
        ("service() over a socket", TestServer::new(served)),
    ] {
        let home = server.get("/").await;
        assert_eq!(
            (home.status_code().as_u16(), home.text()),
            (200, "home".to_owned()),
            "{way}"
        );
        let nowhere = server.get("/nowhere").await;
        assert_eq!(nowhere.status_code(), 404, "{way}");
        assert_eq!(nowhere.text(), "nothing at /nowhere", "{way}");
    }
}
