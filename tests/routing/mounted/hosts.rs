//! The host of a request (RFC 9112 section 3.2).

use super::{get, mount, request_with, ways};
use crate::{send, sockets::exchange};
use axum::{Router, http::Version};
use router_runtime::rules::{Condition, HeaderRule, Redirect};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// The addresses of `router()`, of `service()` behind a Router, and of `service()` itself.
async fn servers() -> [(&'static str, SocketAddr); 3] {
    let builder = || {
        mount::builder()
            .redirects([Redirect::temporary("/", "/p/tenant")
                .has(Condition::host().matching("tenant\\.example"))])
            .headers([HeaderRule::new("/:path*").set("x-rule", "1")])
    };
    let mut addresses = Vec::new();
    let mut listeners = Vec::new();
    for way in ["router()", "service()", "into_make_service()"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        addresses.push((way, listener.local_addr().unwrap()));
        listeners.push(listener);
    }
    let [router, behind, service] = listeners.try_into().unwrap();
    tokio::spawn(async move { axum::serve(router, builder().router()).await });
    let fallback = Router::new().fallback_service(builder().service());
    tokio::spawn(async move { axum::serve(behind, fallback).await });
    let make_service = builder().service().into_make_service();
    tokio::spawn(async move { axum::serve(service, make_service).await });
    addresses.try_into().unwrap()
}

#[tokio::test]
async fn two_hosts_and_invalid_ones_are_refused() {
    for (way, address) in servers().await {
        for (target, hosts, expected) in [
            ("/p/7", &["a"][..], "200"),
            ("/p/7", &["a", "a"], "400"),
            ("/p/7", &["a", "b"], "400"),
            ("/p/7", &["a b"], "400"),
            ("/p/7", &["a,b"], "400"),
            ("/p/7", &["user@a"], "400"),
            ("/p/7", &["a:port"], "400"),
            ("/p/7", &["[::1]:80"], "200"),
            ("/nothing", &["a", "b"], "400"),
            ("http://a/p/7", &["b"], "400"),
            ("http://a/p/7", &["a"], "200"),
            ("http://u@a/p/7", &["a"], "400"),
        ] {
            let hosts = hosts.iter().flat_map(|host| ["host: ", host, "\r\n"]);
            let hosts: String = hosts.collect();
            let request = format!("GET {target} HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
            let response = exchange(address, request.as_bytes()).await;
            let response = String::from_utf8(response).unwrap();
            let start = format!("HTTP/1.1 {expected}");
            assert!(response.starts_with(&start), "{way} {request}{response}");
            assert!(response.contains("x-rule: 1"), "{way} {response}");
        }
    }
}

#[tokio::test]
async fn a_connection_must_name_a_host() {
    let servers = servers().await;
    for (version, expected) in [("1.1", "400"), ("1.0", "200")] {
        // The others cannot tell a connection from a call.
        let (_, address) = servers[2];
        let request = format!("GET /p/7 HTTP/{version}\r\nconnection: close\r\n\r\n");
        let response = exchange(address, request.as_bytes()).await;
        let response = String::from_utf8(response).unwrap();
        let start = format!("HTTP/{version} {expected}");
        assert!(response.starts_with(&start), "{response}");
    }
    for (way, router) in ways(&mount::builder()) {
        assert_eq!(get(router, "/p/7").await, "200 7", "{way}");
    }
}

#[tokio::test]
async fn conditions_and_cache_keys_read_the_host_of_the_target() {
    for (way, address) in servers().await {
        let request = "GET http://TENANT.example:80/ HTTP/1.1\r\nhost: tenant.example\r\n\
                       connection: close\r\n\r\n";
        let response = exchange(address, request.as_bytes()).await;
        let response = String::from_utf8(response).unwrap();
        assert!(response.contains("location: /p/tenant"), "{way} {response}");
    }
    for (way, router) in ways(&mount::builder()) {
        // HTTP/2 sends `:authority` instead of `Host`.
        for host in ["a.example", "b.example", "a.example"] {
            let mut request = request_with(&format!("https://{host}/host"), &[]);
            *request.version_mut() = Version::HTTP_2;
            assert_eq!(send(router.clone(), request).await.body, host, "{way}");
        }
        let request = request_with("/host", &["a.example"]);
        assert_eq!(send(router, request).await.body, "a.example", "{way}");
    }
}
