//! Repeated names in queries and forms, over a socket.

use super::sockets::{both_servers, exchange};

async fn expect(method: &str, query: &str, form: &str, status: u16, expected: &str) {
    expect_at("/lists", method, query, form, status, expected).await;
}

/// Status and body for a query and a URL-encoded body.
async fn expect_at(path: &str, method: &str, query: &str, form: &str, status: u16, expected: &str) {
    for (way, address) in both_servers().await {
        let request = format!(
            "{method} {path}?{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        let response = exchange(address, request.as_bytes()).await;
        let response = String::from_utf8(response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let line = format!("{way} {method} {query} {form}");
        assert_eq!(
            head.split(' ').nth(1),
            Some(&*status.to_string()),
            "{line}: {body}"
        );
        assert_eq!(body, expected, "{line}");
    }
}

#[tokio::test]
async fn a_repeated_name_is_a_list() {
    for (pairs, expected) in [
        ("tag=a&tag=b%20c", r#"["a", "b c"] [] None"#),
        ("tag=a&page=2&tag=b", r#"["a", "b"] [] Some(2)"#),
        ("tag=a&size=1&size=255", r#"["a"] [1, 255] None"#),
        ("page=&other=1&other=2", "[] [] None"),
        ("", "[] [] None"),
    ] {
        expect("GET", pairs, "", 200, expected).await;
        expect("POST", "", pairs, 200, expected).await;
        let twice = format!("{expected} {expected}");
        expect("PUT", pairs, pairs, 200, &twice).await;
    }
}

#[tokio::test]
async fn a_cached_response_is_keyed_by_a_list() {
    for tags in ["a", "b"] {
        for _ in 0..2 {
            let query = format!("tag={tags}&other=1&tag=c");
            let expected = format!("[\"{tags}\", \"c\"] 2");
            expect_at("/lists/keyed", "GET", &query, "", 200, &expected).await;
        }
    }
}

#[tokio::test]
async fn a_name_that_is_no_list_is_read_as_before() {
    expect("PATCH", "tag=a&tag=b", "", 200, "b").await;
    let pairs = r#"[("tag", "a"), ("tag", "b")]"#;
    expect("DELETE", "tag=a&tag=b", "", 200, pairs).await;
}

#[tokio::test]
async fn what_does_not_fit_is_rejected_in_the_words_of_axum() {
    let long = "9".repeat(60_000);
    for (pairs, reason) in [
        ("page=x", "page: invalid digit found in string"),
        ("page=1&page=2", "duplicate field `page`"),
        ("size=1&size=x", "size[1]: invalid digit found in string"),
        (
            &*format!("size={long}"),
            "size[0]: number too large to fit in target type",
        ),
    ] {
        let query = format!("Failed to deserialize query string: {reason}");
        expect("GET", pairs, "", 400, &query).await;
        expect("PUT", pairs, "", 400, &query).await;
        let form = format!("Failed to deserialize form body: {reason}");
        expect("POST", "", pairs, 422, &form).await;
        expect("PUT", "", pairs, 422, &form).await;
    }
    let large = format!("tag={}", "x".repeat(3 << 20));
    for method in ["POST", "PUT"] {
        expect(
            method,
            "",
            &large,
            413,
            "Failed to buffer the request body: length limit exceeded",
        )
        .await;
    }
}
