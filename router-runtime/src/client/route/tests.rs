use super::*;
use axum::{extract::ConnectInfo, http::HeaderValue};
use std::net::SocketAddr;

const PROXY: &str = "10.0.0.1";

fn extensions(peer: &str) -> Extensions {
    let mut extensions = Extensions::new();
    let peer: IpAddr = peer.parse().unwrap();
    extensions.insert(ConnectInfo(SocketAddr::new(peer, 4000)));
    extensions
}

fn headers(fields: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(*name, HeaderValue::from_static(value));
    }
    headers
}

fn trusted() -> TrustedProxies {
    TrustedProxies::new(["10.0.0.0/8", "2001:db8::/32"])
}

fn ip(proxies: &TrustedProxies, peer: &str, fields: &[(&'static str, &'static str)]) -> String {
    let found = client_ip(Some(proxies), &headers(fields), &extensions(peer));
    found.unwrap().to_string()
}

#[test]
fn the_client_is_the_last_address_that_is_not_trusted() {
    let proxies = trusted().x_forwarded_for();
    for (peer, chain, expected) in [
        (PROXY, "1.2.3.4", "1.2.3.4"),
        (PROXY, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (PROXY, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (PROXY, "1.2.3.4:5678, [2001:db8::1]:443", "1.2.3.4"),
        (PROXY, "2001:4860::1, 2001:db8::1", "2001:4860::1"),
        ("::ffff:10.0.0.1", "::ffff:1.2.3.4", "1.2.3.4"),
        // All are trusted.
        (PROXY, "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        // The chain ends.
        (PROXY, "", PROXY),
        (PROXY, "1.2.3.4, unknown", PROXY),
        (PROXY, "1.2.3.4, unknown, 10.0.0.2", "10.0.0.2"),
        (PROXY, "1.2.3.4, <script>", PROXY),
        // Not a proxy.
        ("1.2.3.4", "6.6.6.6", "1.2.3.4"),
        ("11.0.0.1", "6.6.6.6, 10.0.0.2", "11.0.0.1"),
    ] {
        let found = ip(&proxies, peer, &[("x-forwarded-for", chain)]);
        assert_eq!(found, expected, "{peer} {chain}");
    }
    let fields = [
        ("x-forwarded-for", "6.6.6.6, 1.2.3.4"),
        ("x-forwarded-for", "10.0.0.2"),
    ];
    assert_eq!(ip(&proxies, PROXY, &fields), "1.2.3.4");
}

#[test]
fn forwarded_is_read_as_well() {
    let proxies = trusted().forwarded();
    for (chain, expected) in [
        ("for=1.2.3.4", "1.2.3.4"),
        ("for=6.6.6.6, for=1.2.3.4;proto=https", "1.2.3.4"),
        (
            "for=6.6.6.6;by=\", For=\"[2001:4860::1]:80\"",
            "2001:4860::1",
        ),
        (
            // The client sent a host with a quotation mark, which the proxy escaped.
            "for=6.6.6.6;by=\", for=1.2.3.4;host=\"a\\\"b\"",
            "1.2.3.4",
        ),
        ("for=1.2.3.4, for=10.0.0.2", "1.2.3.4"),
        ("for=1.2.3.4, for=_hidden", PROXY),
        ("for=1.2.3.4, proto=https", PROXY),
    ] {
        let found = ip(&proxies, PROXY, &[("forwarded", chain)]);
        assert_eq!(found, expected, "{chain}");
    }
}

#[test]
fn only_named_headers_are_trusted() {
    let fields = [
        ("forwarded", "for=6.6.6.6;proto=https;host=evil"),
        ("x-forwarded-for", "6.6.6.6"),
        ("x-forwarded-host", "evil"),
        ("x-forwarded-port", "666"),
        ("x-forwarded-proto", "https"),
        ("x-real-ip", "6.6.6.6"),
        ("host", "a.example"),
    ];
    let origin_of = |proxies: &TrustedProxies| {
        let found = origin(Some(proxies), &headers(&fields), &extensions(PROXY));
        found.unwrap().to_string()
    };
    for (proxies, client, seen) in [
        (trusted().x_forwarded_for(), "6.6.6.6", "http://a.example"),
        (trusted().x_forwarded_proto(), PROXY, "https://a.example"),
        (trusted().x_forwarded_host(), PROXY, "http://evil"),
        (trusted().x_forwarded_port(), PROXY, "http://a.example:666"),
        (trusted().forwarded(), "6.6.6.6", "https://evil"),
    ] {
        assert_eq!(ip(&proxies, PROXY, &fields), client);
        assert_eq!(origin_of(&proxies), seen);
    }
    let found = client_ip(None, &headers(&fields), &extensions(PROXY));
    assert_eq!(found.unwrap().to_string(), PROXY);
    let found = origin(None, &headers(&fields), &extensions(PROXY));
    assert_eq!(found.unwrap().to_string(), "http://a.example");
}

#[test]
fn the_origin_is_the_one_that_the_outermost_trusted_proxy_reports() {
    let all = || {
        trusted()
            .x_forwarded_for()
            .x_forwarded_proto()
            .x_forwarded_host()
            .x_forwarded_port()
    };
    for (proxies, fields, expected) in [
        // Replaced by the only proxy, or appended to what the client sent.
        (all(), &[("x-forwarded-proto", "https")][..], "https://a"),
        (all(), &[("x-forwarded-proto", "https, http")], "http://a"),
        (all(), &[("x-forwarded-proto", "wss")], "https://a"),
        (all(), &[("x-forwarded-proto", "gopher")], "http://a"),
        // Two proxies.
        (
            all(),
            &[
                ("x-forwarded-for", "6.6.6.6, 1.2.3.4, 10.0.0.2"),
                ("x-forwarded-proto", "evil, https, http"),
                ("x-forwarded-host", "b"),
            ],
            "https://b",
        ),
        (
            all(),
            &[("x-forwarded-host", "b:8080"), ("x-forwarded-port", "443")],
            "http://b:443",
        ),
        (all(), &[("x-forwarded-host", "b/c")], "http://a"),
        (all(), &[("x-forwarded-host", "b:8080")], "http://b:8080"),
        (all(), &[("x-forwarded-port", "x")], "http://a"),
        (
            trusted().forwarded(),
            &[(
                "forwarded",
                "for=6.6.6.6;host=evil, for=1.2.3.4;proto=https;host=\"b:81\", for=10.0.0.2;proto=http",
            )],
            "https://b:81",
        ),
        (
            trusted().forwarded(),
            &[("forwarded", "proto=https, for=unknown;proto=http")],
            "http://a",
        ),
    ] {
        let mut headers = headers(fields);
        headers.insert(HOST, HeaderValue::from_static("a"));
        let found = origin(Some(&proxies), &headers, &extensions(PROXY)).unwrap();
        assert_eq!(found.to_string(), expected, "{fields:?}");
        let is_secure = is_https(Some(&proxies), &headers, &extensions(PROXY));
        assert_eq!(is_secure, expected.starts_with("https"), "{fields:?}");
        let found = origin(Some(&proxies), &headers, &extensions("1.2.3.4")).unwrap();
        assert_eq!(found.to_string(), "http://a", "{fields:?}");
    }
}

#[test]
fn long_chains_are_not_followed() {
    let mut headers = HeaderMap::new();
    let chain = "10.0.0.2, ".repeat(100_000);
    let chain = HeaderValue::from_str(&chain).unwrap();
    headers.insert("x-forwarded-for", chain);
    let proxies = trusted().x_forwarded_for();
    let route = Route::find(&proxies, &headers, &extensions(PROXY));
    assert_eq!(route.proxies, MAX_PROXIES);
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_is_trusted_by_name_only() {
    let headers = headers(&[("x-forwarded-for", "1.2.3.4")]);
    let (socket, _) = tokio::net::UnixStream::pair().unwrap();
    let mut extensions = Extensions::new();
    let unknown = extensions.clone();
    extensions.insert(ConnectInfo(socket.peer_addr().unwrap()));
    let ip = |proxies: &TrustedProxies, extensions| {
        client_ip(Some(proxies), &headers, extensions).map(|ip| ip.to_string())
    };
    let proxies = trusted().x_forwarded_for();
    assert_eq!(ip(&proxies, &extensions), None);
    let proxies = proxies.unix();
    assert_eq!(ip(&proxies, &extensions).as_deref(), Some("1.2.3.4"));
    assert_eq!(ip(&proxies, &unknown), None);
}
