//! Headers of proxies over sockets.

use crate::{CLIENT, PROXY, Server, Shared, app};
use router_runtime::{TrustedProxies, server::ServeOptions};
use router_tests::{raw::Client, request::request, response::BufferedResponse, wait::TIMEOUT};
use std::net::SocketAddr;
use tokio::{net::TcpSocket, time::timeout};

/// Sends a `GET` from this address.
async fn get(server: SocketAddr, from: &str, path: &str, headers: &str) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let connection = timeout(TIMEOUT, socket.connect(server)).await;
    let mut client = Client(connection.unwrap().unwrap());
    client
        .write(format!(
            "GET {path} HTTP/1.1\r\nhost: shop.example\r\n{headers}\r\n"
        ))
        .await;
    client.response().await
}

const FORGED: &str = "forwarded: for=6.6.6.6;proto=https;host=evil.example\r\n\
    x-forwarded-for: 6.6.6.6\r\nx-forwarded-proto: https\r\nx-forwarded-host: evil.example\r\n\
    x-forwarded-port: 666\r\nx-real-ip: 6.6.6.6\r\n";

fn proxies() -> TrustedProxies {
    TrustedProxies::new([PROXY])
        .x_forwarded_for()
        .x_forwarded_proto()
}

#[tokio::test]
async fn without_proxies_the_connection_and_the_host_count() {
    let server = Server::start(None).await;
    for from in [PROXY, CLIENT] {
        let response = get(server.address(), from, "/seen", FORGED).await;
        let seen = format!("{from} http://shop.example");
        assert!(response.ends_with(&seen), "{response}");
        assert!(
            response.contains("set-cookie: seen=1; Path=/\r\n"),
            "{response}"
        );
    }
}

#[tokio::test]
async fn the_headers_of_trusted_proxies_are_read() {
    let server = Server::start(Some(proxies())).await;
    let reported = "x-forwarded-for: 1.2.3.4\r\nx-forwarded-proto: https\r\n";
    let response = get(server.address(), PROXY, "/seen", reported).await;
    assert!(
        response.ends_with("1.2.3.4 https://shop.example"),
        "{response}"
    );
    assert!(
        response.contains("set-cookie: seen=1; Secure; Path=/\r\n"),
        "{response}"
    );
    let response = get(server.address(), CLIENT, "/seen", FORGED).await;
    let seen = format!("{CLIENT} http://shop.example");
    assert!(response.ends_with(&seen), "{response}");
    assert!(!response.contains("Secure"), "{response}");
}

#[tokio::test]
async fn a_client_cannot_add_addresses_before_its_own() {
    let server = Server::start(Some(proxies())).await;
    for forged in [
        "6.6.6.6",
        "127.0.0.1",
        "6.6.6.6, 127.0.0.1",
        "\"",
        ",,,",
        "unknown",
        "[",
        "é",
    ] {
        for separator in [", ", "\r\nx-forwarded-for: "] {
            let chain = format!("x-forwarded-for: {forged}{separator}1.2.3.4\r\n");
            let response = get(server.address(), PROXY, "/address", &chain).await;
            assert!(response.ends_with("\r\n1.2.3.4"), "{chain} {response}");
        }
    }
    let long = format!("x-forwarded-for: {}1.2.3.4\r\n", "6.6.6.6,".repeat(4000));
    let response = get(server.address(), PROXY, "/address", &long).await;
    assert!(response.ends_with("\r\n1.2.3.4"), "{response}");
}

#[tokio::test]
async fn middleware_and_both_ways_see_the_same() {
    let proxies = || proxies().x_forwarded_host();
    let server = Server::start(Some(proxies())).await;
    let reported = "x-forwarded-for: 1.2.3.4\r\nx-forwarded-proto: https\r\nx-forwarded-host: a.example:8443\r\n";
    for _ in 0..2 {
        let response = get(server.address(), PROXY, "/through", reported).await;
        assert!(
            response.contains("x-seen: 1.2.3.4 https://a.example:8443\r\n"),
            "{response}"
        );
        assert!(
            response.contains("set-cookie: outer=1; Secure; Path=/\r\n"),
            "{response}"
        );
        assert!(response.ends_with("stored"), "{response}");
    }

    let listener = tokio::net::TcpListener::bind((PROXY, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = app::builder(Shared::default())
        .trusted_proxies(proxies())
        .router();
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let response = get(address, PROXY, "/seen", reported).await;
    assert!(
        response.ends_with("1.2.3.4 https://a.example:8443"),
        "{response}"
    );
    let response = get(address, CLIENT, "/through", reported).await;
    let seen = format!("x-seen: {CLIENT} http://shop.example\r\n");
    assert!(response.contains(&seen), "{response}");
    serving.abort();
}

#[tokio::test]
async fn a_cookie_may_be_open_on_purpose() {
    let server = Server::start(Some(proxies())).await;
    let mut client = Client::connect(server.address()).await;
    client
        .write(
            "POST /through HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 1.2.3.4\r\nx-forwarded-proto: https\r\n\
             content-length: 0\r\n\r\n",
        )
        .await;
    let response = client.response().await;
    assert!(
        response.contains("set-cookie: open=1; Path=/\r\n"),
        "{response}"
    );
    assert!(response.contains("location: /through\r\n"), "{response}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_is_trusted_by_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.sock");
    let none: [&str; 0] = [];
    for (proxies, expected) in [
        (None, "unknown http://shop.example"),
        (Some(proxies()), "unknown http://shop.example"),
        (
            Some(
                TrustedProxies::new(none)
                    .unix()
                    .x_forwarded_for()
                    .x_forwarded_proto(),
            ),
            "1.2.3.4 https://shop.example",
        ),
    ] {
        let options = ServeOptions::new().host(format!("unix:{}", path.display()));
        let _server = Server::start_with(proxies, options).await;
        let mut client = Client(tokio::net::UnixStream::connect(&path).await.unwrap());
        client
            .write(
                "GET /seen HTTP/1.1\r\nhost: shop.example\r\nx-forwarded-for: 6.6.6.6, 1.2.3.4\r\n\
                 x-forwarded-proto: https\r\n\r\n",
            )
            .await;
        let response = client.response().await;
        assert!(response.ends_with(expected), "{response}");
        std::fs::remove_file(&path).unwrap();
    }
}

#[tokio::test]
async fn an_unknown_address_is_an_error_and_a_missing_host_a_bad_request() {
    let app = app::builder(Shared::default());
    let response = BufferedResponse::of(app.service(), request("GET", "/address", &[])).await;
    assert_eq!(response.status, 500);
    let response = BufferedResponse::of(app.service(), request("GET", "/seen", &[])).await;
    assert_eq!(response.body, "unknown http://here");
    let server = Server::start(None).await;
    let mut client = Client::connect(server.address()).await;
    client.write("GET /seen HTTP/1.0\r\n\r\n").await;
    let response = client.rest().await;
    assert!(response.starts_with("HTTP/1.0 400 "), "{response}");
    assert!(
        response.ends_with("\r\n\r\n400 Bad Request\n"),
        "{response}"
    );
}

#[test]
fn a_mistake_is_reported_when_the_application_is_built() {
    for (proxies, expected) in [
        (
            TrustedProxies::new(["10.0.0.0/8"]),
            "trusted proxies: expected a header to trust, such as `.x_forwarded_for()`",
        ),
        (
            TrustedProxies::new(["10.0.0.0/99"]).forwarded(),
            "trusted proxies: `10.0.0.0/99` is not an address or a network, such as `10.0.0.0/8`",
        ),
    ] {
        let build = || app::builder(Shared::default()).trusted_proxies(proxies);
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).unwrap_err();
        assert_eq!(panic.downcast_ref::<String>().unwrap(), expected);
    }
    let build = || app::builder(Shared::default()).trusted_origins(["https://a.example/"]);
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "trusted origins: `https://a.example/` is not an origin: expected a scheme, a host and maybe a port, such as `https://example.org:8443`"
    );
}
