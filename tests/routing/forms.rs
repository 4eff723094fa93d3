//! `FormData`, and `form_data()` of a whole request, over a socket.

use super::sockets::{both_servers, exchange};
use std::net::SocketAddr;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=cut";

/// Status and body.
async fn send(address: SocketAddr, method: &str, content_type: &str, body: &[u8]) -> (u16, String) {
    let head = format!(
        "{method} /forms HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let response = exchange(address, &[head.as_bytes(), body].concat()).await;
    let response = String::from_utf8(response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap();
    (status.parse().unwrap(), body.to_owned())
}

async fn expect(title: &str, content_type: &str, form: &[u8], status: u16, expected: &str) {
    for (way, address) in both_servers().await {
        for method in ["POST", "PUT"] {
            let response = send(address, method, content_type, form).await;
            assert_eq!(response.0, status, "{way} {method} {title}: {}", response.1);
            assert_eq!(response.1, expected, "{way} {method} {title}");
        }
    }
}

fn parts(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut form = Vec::new();
    for (head, content) in parts {
        form.extend(format!("--cut\r\ncontent-disposition: form-data; {head}\r\n\r\n").bytes());
        form.extend(*content);
        form.extend(b"\r\n");
    }
    form.extend(b"--cut--\r\n");
    form
}

#[tokio::test]
async fn a_file_arrives_as_it_was_sent() {
    let every_byte: Vec<u8> = (0..=255).cycle().take(100 * 256).collect();
    let photo = "name=\"photo\"; filename=\"../a.png\"\r\ncontent-type: image/png";
    let form = parts(&[
        ("name=\"title\"", "Sühne".as_bytes()),
        (photo, &every_byte),
        ("name=\"photo\"; filename=\"empty\"", b""),
        (
            "name=\"a%22b\"; filename=\"a%22b%0D%0a%25%2.txt\"\r\ncontent-type: none",
            b"",
        ),
    ]);
    let expected = "title: Sühne\n\
                photo: ../a.png of Some(\"image/png\"), 25600 bytes that add up to 3264000\n\
                photo: empty of Some(\"text/plain\"), 0 bytes that add up to 0\n\
                a\"b: a\"b\r\n%25%2.txt of None, 0 bytes that add up to 0\n";
    expect("a file", MULTIPART, &form, 200, expected).await;
}

#[tokio::test]
async fn the_fields_of_a_form_are_limited() {
    let expected = "f: x\n".repeat(1_000);
    let field: (&str, &[u8]) = ("name=\"f\"", b"x");
    expect(
        "1,000 parts",
        MULTIPART,
        &parts(&vec![field; 1_000]),
        200,
        &expected,
    )
    .await;
    expect(
        "1,000 fields",
        URL_ENCODED,
        "f=x&".repeat(1_000).as_bytes(),
        200,
        &expected,
    )
    .await;
    let refusal = "a form may have at most 1000 fields";
    expect(
        "1,001 parts",
        MULTIPART,
        &parts(&vec![field; 1_001]),
        413,
        refusal,
    )
    .await;
    expect(
        "1,001 fields",
        URL_ENCODED,
        "f=x&".repeat(1_001).as_bytes(),
        413,
        refusal,
    )
    .await;
}

#[tokio::test]
async fn invalid_forms_are_4xx() {
    let large = vec![b'x'; 3 << 20];
    let nameless = parts(&[("filename=\"a\"", b"x")]);
    let cut = "--cut\r\ncontent-disposition: form-data; name=\"p\"\r\n\r\nx";
    let table: [(&str, &str, &[u8], u16); 6] = [
        ("3 MiB", URL_ENCODED, &large, 413),
        (
            "a file of 3 MiB",
            MULTIPART,
            &parts(&[("name=\"f\"; filename=\"f\"", &large)]),
            413,
        ),
        ("a part without a name", MULTIPART, &nameless, 400),
        ("a form that ends early", MULTIPART, cut.as_bytes(), 400),
        (
            "a form without a boundary",
            "multipart/form-data",
            b"x",
            400,
        ),
        ("JSON", "application/json", b"{}", 415),
    ];
    for (title, content_type, form, status) in table {
        for (way, address) in both_servers().await {
            for method in ["POST", "PUT"] {
                let response = send(address, method, content_type, form).await;
                assert_eq!(response.0, status, "{way} {method} {title}: {}", response.1);
            }
        }
    }
}

#[tokio::test]
async fn a_form_without_a_length_ends_at_the_limit() {
    let field: (&str, &[u8]) = ("name=\"f\"", b"x");
    for (fields, status) in [(3, "200"), (100, "413")] {
        let form = parts(&vec![field; fields]);
        for (way, address) in both_servers().await {
            for method in ["POST", "PUT"] {
                let head = format!(
                    "{method} /forms/small HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: {MULTIPART}\r\n\
                     transfer-encoding: chunked\r\n\r\n{:x}\r\n",
                    form.len()
                );
                let request = [head.as_bytes(), &form, b"\r\n0\r\n\r\n"].concat();
                let response = String::from_utf8(exchange(address, &request).await).unwrap();
                let line = response.lines().next().unwrap();
                assert!(line.contains(status), "{way} {method} {fields}: {response}");
            }
        }
    }
}
