//! Malformed and ambiguous HTTP/1 messages.

use crate::process::Server;

/// A request whose bytes after the first message would be a request for a secret.
const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// The start of a `POST` with these headers.
fn post(headers: &str) -> String {
    format!("POST /echo HTTP/1.1\r\nhost: x\r\n{headers}\r\n")
}

/// Messages that are refused with 400, with what follows them.
fn refused() -> Vec<(&'static str, String)> {
    let mut cases: Vec<(&str, String)> = Vec::new();
    for (title, headers) in [
        ("two lengths", "content-length: 0\r\ncontent-length: 5\r\n"),
        ("a list of lengths", "content-length: 0, 5\r\n"),
        ("a length with a sign", "content-length: +0\r\n"),
        ("a negative length", "content-length: -1\r\n"),
        ("a hexadecimal length", "content-length: 0x0\r\n"),
        ("a length with a space", "content-length: 1 0\r\n"),
        ("an empty length", "content-length: \r\n"),
        (
            "a length beyond 64 bits",
            "content-length: 18446744073709551616\r\n",
        ),
        ("an unknown coding", "transfer-encoding: xchunked\r\n"),
        (
            "chunked that is not last",
            "transfer-encoding: chunked, identity\r\n",
        ),
        (
            "chunked in the first of two lines",
            "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
        ),
        (
            "a length and an unknown coding",
            "content-length: 0\r\ntransfer-encoding: cow\r\n",
        ),
        (
            "a space before the colon",
            "transfer-encoding : chunked\r\n",
        ),
        ("a tab before the colon", "content-length\t: 0\r\n"),
        (
            "a vertical tab before the coding",
            "transfer-encoding: \x0bchunked\r\n",
        ),
        ("a folded line", "x: a\r\n b\r\ncontent-length: 0\r\n"),
        ("a folded coding", "transfer-encoding:\r\n chunked\r\n"),
        ("a space before the first name", " x: a\r\n"),
        ("a line without a colon", "x\r\n"),
        ("an empty name", ": x\r\n"),
        ("a NUL in a name", "x\0: a\r\n"),
        ("a NUL in a value", "x: a\0b\r\n"),
        ("a carriage return in a value", "x: a\rb\r\n"),
        ("a carriage return at the end of a value", "x: a\r\r\n"),
        ("a control character in a value", "x: a\x01b\r\n"),
    ] {
        cases.push((title, post(headers)));
    }
    for (title, head) in [
        (
            "chunks in HTTP/1.0",
            "POST /echo HTTP/1.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
        ("a NUL in the target", "GET /\0 HTTP/1.1\r\nhost: x\r\n\r\n"),
        ("a fragment of a line", "GET\r\n\r\n"),
        ("HTTP/0.9", "GET /\r\n\r\n"),
        ("an unknown version", "GET / HTTP/1.9\r\nhost: x\r\n\r\n"),
        (
            "a space in the target",
            "GET /a b HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
        (
            "a method that is not a token",
            "GE(T / HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
        ("another protocol", "SSH-2.0-OpenSSH_9.9\r\n\r\n"),
        (
            "a start of TLS",
            "\x16\x03\x01\x02\0\x01\0\x01\u{fc}\x03\x03\r\n\r\n",
        ),
    ] {
        cases.push((title, head.to_owned()));
    }
    cases
}

#[tokio::test]
async fn malformed_messages_are_refused_and_nothing_behind_them_is_read() {
    let server = Server::start();
    let mut wrong = Vec::new();
    for (title, message) in refused() {
        let mut client = server.connect().await;
        client.write(message + SMUGGLED).await;
        let response = client.rest().await;
        let responses = response.matches("HTTP/1.1 ").count();
        if !response.starts_with("HTTP/1.1 400 ") || responses != 1 {
            wrong.push(format!("{title}: {response:?}"));
        }
        server.assert_alive(title).await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The application refuses these. Their length is not in doubt, so the connection continues.
#[tokio::test]
async fn hosts_and_targets_that_are_malformed_are_refused() {
    let server = Server::start();
    let mut wrong = Vec::new();
    for (title, head) in [
        ("two hosts", "GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n"),
        (
            "the same host twice",
            "GET / HTTP/1.1\r\nhost: x\r\nhost: x\r\n\r\n",
        ),
        ("no host", "GET / HTTP/1.1\r\n\r\n"),
        (
            "another host in the target",
            "GET http://y/ HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
        ("a host with a path", "GET / HTTP/1.1\r\nhost: x/y\r\n\r\n"),
        ("a host with a user", "GET / HTTP/1.1\r\nhost: a@x\r\n\r\n"),
        (
            "an escaped NUL in the target",
            "GET /%00 HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
    ] {
        let mut client = server.connect().await;
        client.write(head).await;
        let response = client.response().await;
        if !response.starts_with("HTTP/1.1 400 ") {
            wrong.push(format!("{title}: {response:?}"));
        }
        assert!(client.get("/").await.ends_with("home"), "{title}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Bodies that are refused after the head was accepted. The connection is closed.
#[tokio::test]
async fn malformed_chunks_close_the_connection() {
    let server = Server::start();
    let extension = "x".repeat(20_000);
    let trailers = "a: b\r\n".repeat(10_000);
    let mut wrong = Vec::new();
    for (title, body) in [
        (
            "a size that is not hexadecimal",
            "zz\r\nx\r\n0\r\n\r\n".to_owned(),
        ),
        ("a size with a prefix", "0x1\r\nx\r\n0\r\n\r\n".to_owned()),
        ("a negative size", "-1\r\nx\r\n0\r\n\r\n".to_owned()),
        (
            "a size beyond 64 bits",
            "fffffffffffffffff\r\nx\r\n0\r\n\r\n".to_owned(),
        ),
        ("an empty size", "\r\nx\r\n0\r\n\r\n".to_owned()),
        (
            "a chunk longer than its size",
            "1\r\nxx\r\n0\r\n\r\n".to_owned(),
        ),
        ("a line feed after the size", "1\nx\r\n0\r\n\r\n".to_owned()),
        (
            "an extension of 20,000 bytes",
            format!("1;{extension}\r\nx\r\n0\r\n\r\n"),
        ),
        (
            "20,000 extensions",
            format!("{}0\r\n\r\n", "1;a\r\nx\r\n".repeat(20_000)),
        ),
        ("10,000 trailers", format!("1\r\nx\r\n0\r\n{trailers}\r\n")),
        (
            "a trailer without a colon",
            "1\r\nx\r\n0\r\nabc\r\n\r\n".to_owned(),
        ),
    ] {
        let mut client = server.connect().await;
        let message = post("transfer-encoding: chunked\r\n") + &body + SMUGGLED;
        // The server may close the connection before it has read everything.
        let _ = tokio::io::AsyncWriteExt::write_all(&mut client.0, message.as_bytes()).await;
        let response = client.rest().await;
        if response.contains(" 200 ") || response.contains("smuggled") {
            wrong.push(format!("{title}: {response:?}"));
        }
        server.assert_alive(title).await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The chunks count, and the connection is closed (RFC 9112 section 6.1).
#[tokio::test]
async fn a_length_and_chunks_end_the_connection() {
    let server = Server::start();
    let [length, chunked] = ["content-length: 99\r\n", "transfer-encoding: chunked\r\n"];
    for headers in [[length, chunked], [chunked, length]] {
        let mut client = server.connect().await;
        let message = post(&headers.concat()) + "3\r\nabc\r\n0\r\n\r\n" + SMUGGLED;
        client.write(message).await;
        let response = client.rest().await;
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
        assert!(response.ends_with("\r\n\r\nabc"), "{response}");
    }
}

/// Messages that RFC 9112 lets a server accept. Every byte belongs to one message.
#[tokio::test]
async fn accepted_messages_end_where_they_say() {
    let server = Server::start();
    let chunks = "3\r\nabc\r\n0\r\n\r\n";
    let mut wrong = Vec::new();
    for (title, headers, body) in [
        (
            "the same length twice",
            "content-length: 3\r\ncontent-length: 3\r\n",
            "abc",
        ),
        ("a length with zeros", "content-length: 0003\r\n", "abc"),
        (
            "chunked in capitals",
            "transfer-encoding: CHUNKED\r\n",
            chunks,
        ),
        (
            "a small extension",
            "transfer-encoding: chunked\r\n",
            "3;a=b\r\nabc\r\n0\r\n\r\n",
        ),
        (
            "a trailer",
            "transfer-encoding: chunked\r\n",
            "3\r\nabc\r\n0\r\nhost: y\r\n\r\n",
        ),
        (
            "an upgrade to HTTP/2",
            "connection: upgrade\r\nupgrade: h2c\r\ncontent-length: 3\r\n",
            "abc",
        ),
    ] {
        let mut client = server.connect().await;
        client
            .write(post(headers) + body + "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await;
        let responses = client.rest().await;
        let bodies: Vec<_> = responses
            .split("HTTP/1.1 200 OK\r\n")
            .skip(1)
            .map(|response| response.split("\r\n\r\n").nth(1))
            .collect();
        if bodies != [Some("abc"), Some("home")] {
            wrong.push(format!("{title}: {responses:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_host_is_that_of_the_target() {
    let server = Server::start();
    let mut client = server.connect().await;
    client
        .write("GET http://x/host HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    assert!(client.response().await.ends_with("\r\n\r\nx"));
}

#[tokio::test]
async fn large_heads_are_refused() {
    let server = Server::start();
    let long = "x".repeat(1 << 20);
    for (title, message, statuses) in [
        (
            "a header of 1 MiB",
            post(&format!("x: {long}\r\n")),
            &["431"][..],
        ),
        ("101 headers", post(&"x: y\r\n".repeat(101)), &["431"]),
        ("10,000 headers", post(&"x: y\r\n".repeat(10_000)), &["431"]),
        (
            "a target of 1 MiB",
            format!("GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
            &["414", "431"],
        ),
        (
            "a method of 1 MiB",
            format!("{long} / HTTP/1.1\r\nhost: x\r\n\r\n"),
            &["400", "431"],
        ),
        (
            "a million empty lines",
            "\r\n".repeat(1 << 20),
            &["400", "431"],
        ),
    ] {
        let mut client = server.connect().await;
        let _ = tokio::io::AsyncWriteExt::write_all(&mut client.0, message.as_bytes()).await;
        let response = client.rest().await;
        let status = response.split(' ').nth(1);
        // A reset of the connection may overtake the response.
        let is_right = status.is_none_or(|status| statuses.contains(&status));
        assert!(is_right, "{title}: {response:?}");
        server.assert_alive(title).await;
    }
}
