//! Debian's nginx in front of the application.

use crate::{
    CLIENT, PROXY, Server,
    program::{HOST, Nginx},
};
use reqwest::{Client, RequestBuilder, Response, Version, redirect};
use router_runtime::{TrustedProxies, server::ServeOptions};
use router_tests::{raw, wait::TIMEOUT};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;
use tokio::{net::TcpSocket, time::timeout};

/// Headers that a client forges. nginx passes on those that its configuration does not name.
const FORGED: [(&str, &str); 6] = [
    ("forwarded", "for=6.6.6.6;proto=https;host=evil.example"),
    ("x-forwarded-for", "6.6.6.6"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-port", "666"),
    ("x-real-ip", "6.6.6.6"),
];

/// A browser and the address that it opens.
struct Browser {
    client: Client,
    url: String,
    version: Version,
}

impl Browser {
    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url))
    }
}

async fn send(request: RequestBuilder) -> Response {
    timeout(TIMEOUT, request.send()).await.unwrap().unwrap()
}

async fn text(request: RequestBuilder) -> String {
    send(request).await.text().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

/// HTTP/1.1, HTTP/1.1 over TLS, and HTTP/2.
fn browsers(nginx: &Nginx) -> [Browser; 3] {
    let mut roots = RootCertStore::empty();
    roots.add(nginx.certificate.clone().into()).unwrap();
    let tls = |protocol: &str| {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let mut config = config
            .with_root_certificates(roots.clone())
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.into()];
        config
    };
    let browser = |scheme: &str, protocol: &str, address: std::net::SocketAddr, version| {
        let client = Client::builder()
            .tls_backend_preconfigured(tls(protocol))
            .local_address("127.0.0.5".parse::<std::net::IpAddr>().unwrap())
            .resolve(HOST, address)
            .redirect(redirect::Policy::none())
            .no_proxy();
        Browser {
            client: client.build().unwrap(),
            url: format!("{scheme}://{HOST}:{}", address.port()),
            version,
        }
    };
    [
        browser("http", "http/1.1", nginx.plain, Version::HTTP_11),
        browser("https", "http/1.1", nginx.tls, Version::HTTP_11),
        browser("https", "h2", nginx.tls, Version::HTTP_2),
    ]
}

/// The proxies as the guide configures them.
fn proxies() -> TrustedProxies {
    TrustedProxies::new([PROXY])
        .x_forwarded_for()
        .x_forwarded_proto()
}

/// nginx in front of a server with or without trusted proxies.
async fn start(proxies: Option<TrustedProxies>) -> Option<(Server, Nginx)> {
    let server = Server::start(proxies).await;
    let nginx = Nginx::start(&server.address().to_string())?;
    Some((server, nginx))
}

#[tokio::test]
async fn address_origin_and_cookies_are_those_of_the_client() {
    let Some((_server, nginx)) = start(Some(proxies())).await else {
        return;
    };
    for browser in browsers(&nginx) {
        for forged in [&[][..], &FORGED] {
            let mut request = browser.get("/seen");
            for (name, value) in forged {
                request = request.header(*name, *value);
            }
            let response = send(request).await;
            assert_eq!(response.version(), browser.version);
            let is_https = browser.url.starts_with("https");
            let cookie = if is_https {
                "seen=1; Secure; Path=/"
            } else {
                "seen=1; Path=/"
            };
            assert_eq!(header(&response, "set-cookie"), cookie);
            let seen = response.text().await.unwrap();
            assert_eq!(seen, format!("{CLIENT} {}", browser.url), "{forged:?}");
        }
    }
}

#[tokio::test]
async fn no_header_is_trusted_by_default() {
    let elsewhere = TrustedProxies::new(["10.0.0.0/8"])
        .x_forwarded_for()
        .x_forwarded_proto();
    for proxies in [None, Some(elsewhere)] {
        let Some((_server, nginx)) = start(proxies).await else {
            return;
        };
        for browser in browsers(&nginx) {
            let mut request = browser.get("/seen");
            for (name, value) in FORGED {
                request = request.header(name, value);
            }
            let (_, host) = browser.url.split_once("://").unwrap();
            assert_eq!(text(request).await, format!("{PROXY} http://{host}"));
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_leads_to_the_application() {
    let folder = tempfile::tempdir().unwrap();
    let host = format!("unix:{}", folder.path().join("app.sock").display());
    let none: [&str; 0] = [];
    let proxies = TrustedProxies::new(none)
        .unix()
        .x_forwarded_for()
        .x_forwarded_proto();
    let options = ServeOptions::new().host(host.as_str());
    let _server = Server::start_with(Some(proxies), options).await;
    let Some(nginx) = Nginx::start(&host) else {
        return;
    };
    for browser in browsers(&nginx) {
        let request = browser.get("/seen").header("x-forwarded-for", "6.6.6.6");
        assert_eq!(text(request).await, format!("{CLIENT} {}", browser.url));
    }
}

#[tokio::test]
async fn redirects_stay_on_the_host() {
    let Some((_server, nginx)) = start(Some(proxies())).await else {
        return;
    };
    for browser in browsers(&nginx) {
        let response = send(browser.get("/seen/?a=b")).await;
        assert_eq!(response.status(), 308);
        assert_eq!(header(&response, "location"), "/seen?a=b");
        let own = browser.post("/through").header("origin", &browser.url);
        let response = send(own).await;
        assert_eq!(response.status(), 303);
        assert_eq!(header(&response, "location"), "/through");
    }
}

#[tokio::test]
async fn forms_of_other_origins_are_refused() {
    let Some((_server, nginx)) = start(Some(proxies())).await else {
        return;
    };
    for browser in browsers(&nginx) {
        for (origin, expected) in [(&*browser.url, 200), ("https://evil.example", 403)] {
            let form = browser.post("/forms").header("origin", origin).body("a=b");
            let form = form.header("x-forwarded-host", "evil.example");
            assert_eq!(send(form).await.status(), expected, "{origin}");
        }
        let form = browser
            .post("/forms")
            .header("sec-fetch-site", "cross-site");
        assert_eq!(send(form).await.status(), 403);
    }
}

#[tokio::test]
async fn conditions_and_ranges_pass() {
    let Some((_server, nginx)) = start(Some(proxies())).await else {
        return;
    };
    for browser in browsers(&nginx) {
        let response = send(browser.get("/forms/7")).await;
        let etag = header(&response, "etag").to_owned();
        assert_eq!(response.text().await.unwrap(), "stored");
        let response = send(browser.get("/forms/7").header("if-none-match", &etag)).await;
        assert_eq!(
            (response.status().as_u16(), header(&response, "etag")),
            (304, &*etag)
        );
        let response = send(browser.get("/forms/7").header("range", "bytes=1-3")).await;
        assert_eq!(response.status(), 206);
        assert_eq!(header(&response, "content-range"), "bytes 1-3/6");
        assert_eq!(response.text().await.unwrap(), "tor");
    }
}

#[tokio::test]
async fn events_arrive_one_by_one() {
    let Some((server, nginx)) = start(Some(proxies())).await else {
        return;
    };
    for browser in browsers(&nginx) {
        let mut response = send(browser.get("/events")).await;
        assert_eq!(header(&response, "content-type"), "text/event-stream");
        let mut events = String::new();
        for data in ["first", "second"] {
            while !events.contains(data) {
                let chunk = timeout(TIMEOUT, response.chunk()).await.unwrap().unwrap();
                events.push_str(str::from_utf8(&chunk.unwrap()).unwrap());
            }
            if data == "first" {
                assert!(!events.contains("second"));
                server.shared.release.notify_one();
            }
        }
    }
}

#[tokio::test]
async fn websockets_are_upgraded() {
    let Some((_server, nginx)) = start(Some(proxies())).await else {
        return;
    };
    let socket = TcpSocket::new_v4().unwrap();
    let mut client = raw::Client(socket.connect(nginx.plain).await.unwrap());
    client
        .write(
            "GET /socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        .await;
    let head = client.until("\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    // A text message, masked with zeros.
    client.write(b"\x81\x82\0\0\0\0hi").await;
    assert_eq!(client.until("hi").await, "\u{81}\u{2}hi");
}
