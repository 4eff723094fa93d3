//! Header injection over a socket: text of a client cannot leave the header that contains it.

use super::sockets::{both_servers, exchange};

const TEXTS: [&str; 6] = [
    "/a\r\nset-cookie: evil=1\r\n\r\n<evil>",
    "/a\nevil: 1",
    "/a\rset-cookie: evil=1",
    "/a; Domain=evil; Path=/evil",
    "/a\0evil",
    "/a\u{85}\u{2028}evil: 1",
];

/// The lines of the head.
async fn head(address: std::net::SocketAddr, how: &str, text: &str) -> Vec<String> {
    let request = format!(
        "POST /injected/{how} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{text}",
        text.len()
    );
    let response = String::from_utf8(exchange(address, request.as_bytes()).await).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(!body.contains("evil"), "{how} {text:?}: {body}");
    head.split("\r\n").map(str::to_owned).collect()
}

/// The only header of this name. Other headers than the usual ones are an error.
fn only<'h>(head: &'h [String], name: &str) -> Option<&'h str> {
    let mut found = None;
    for line in &head[1..] {
        let (key, value) = line.split_once(": ").unwrap();
        let is_usual = [
            "content-type",
            "content-length",
            "connection",
            "date",
            "vary",
        ]
        .contains(&key);
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
    for (way, address) in both_servers().await {
        for (how, status) in [
            ("redirect", "307"),
            ("permanent-redirect", "308"),
            ("response", "307"),
        ] {
            for text in TEXTS {
                let head = head(address, how, text).await;
                assert!(head[0].contains(status), "{way}: {head:?}");
                let location = only(&head, "location").unwrap();
                assert!(location.starts_with("/a"), "{way}: {location}");
            }
        }
    }
}

#[tokio::test]
async fn a_cookie_is_one_header_with_the_attributes_it_was_given() {
    for (way, address) in both_servers().await {
        for how in ["cookie", "response-cookie"] {
            for text in TEXTS {
                let head = head(address, how, text).await;
                let cookie = only(&head, "set-cookie").unwrap();
                let parts: Vec<_> = cookie.split("; ").collect();
                assert_eq!((parts.len(), parts[1]), (2, "Path=/"), "{way}: {cookie}");
                assert!(parts[0].starts_with("stays=%2Fa"), "{way}: {cookie}");
            }
        }
        for text in TEXTS {
            let head = head(address, "cookie-path", text).await;
            let cookie = only(&head, "set-cookie").unwrap();
            let parts: Vec<_> = cookie.split("; ").collect();
            assert_eq!((parts.len(), parts[0]), (2, "stays=1"), "{way}: {cookie}");
            assert!(parts[1].starts_with("Path=/a"), "{way}: {cookie}");
        }
        for how in ["cookie-name", "cookie-domain"] {
            for text in TEXTS {
                let head = head(address, how, text).await;
                assert!(head[0].contains("500"), "{way}: {head:?}");
                assert_eq!(only(&head, "set-cookie"), None, "{way}");
            }
        }
    }
}
