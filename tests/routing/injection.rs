//! Over a real socket: what a client says stays in the header that it was put into.

use super::sockets::{both_servers, exchange};

const SAID: [&str; 6] = [
    "/a\r\nset-cookie: evil=1\r\n\r\n<evil>",
    "/a\nevil: 1",
    "/a\rset-cookie: evil=1",
    "/a; Domain=evil; Path=/evil",
    "/a\0evil",
    "/a\u{85}\u{2028}evil: 1",
];

/// The lines of the head.
async fn head(address: std::net::SocketAddr, how: &str, said: &str) -> Vec<String> {
    let request = format!(
        "POST /injected/{how} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{said}",
        said.len()
    );
    let answer = String::from_utf8(exchange(address, request.as_bytes()).await).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(!body.contains("evil"), "{how} {said:?}: {body}");
    head.split("\r\n").map(str::to_owned).collect()
}

/// The one header of this name, and none but the usual beside it.
fn only<'h>(head: &'h [String], name: &str) -> Option<&'h str> {
    let mut found = None;
    for line in &head[1..] {
        let (key, value) = line.split_once(": ").unwrap();
        let is_usual = ["content-type", "content-length", "connection", "date"].contains(&key);
        assert!(is_usual || key == name, "{head:?}");
        assert!(!value.contains(['\r', '\n', '\0']), "{head:?}");
        if key == name {
            assert_eq!(found.replace(value), None, "{head:?}");
        }
    }
    found
}

#[tokio::test]
async fn a_location_is_one_header() {
    for address in both_servers().await {
        for (how, status) in [
            ("redirect", "307"),
            ("permanent-redirect", "308"),
            ("response", "307"),
        ] {
            for said in SAID {
                let head = head(address, how, said).await;
                assert!(head[0].contains(status), "{head:?}");
                let location = only(&head, "location").unwrap();
                assert!(location.starts_with("/a"), "{location}");
            }
        }
    }
}

#[tokio::test]
async fn a_cookie_is_one_header_with_the_attributes_it_was_given() {
    for address in both_servers().await {
        for how in ["cookie", "response-cookie"] {
            for said in SAID {
                let head = head(address, how, said).await;
                let cookie = only(&head, "set-cookie").unwrap();
                let parts: Vec<_> = cookie.split("; ").collect();
                assert_eq!((parts.len(), parts[1]), (2, "Path=/"), "{cookie}");
                assert!(parts[0].starts_with("kept=%2Fa"), "{cookie}");
            }
        }
        for said in SAID {
            let head = head(address, "cookie-path", said).await;
            let cookie = only(&head, "set-cookie").unwrap();
            let parts: Vec<_> = cookie.split("; ").collect();
            assert_eq!((parts.len(), parts[0]), (2, "kept=1"), "{cookie}");
            assert!(parts[1].starts_with("Path=/a"), "{cookie}");
        }
        for how in ["cookie-name", "cookie-domain"] {
            for said in SAID {
                let head = head(address, how, said).await;
                assert!(head[0].contains("500"), "{head:?}");
                assert_eq!(only(&head, "set-cookie"), None);
            }
        }
    }
}
