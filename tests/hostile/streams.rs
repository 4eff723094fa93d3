//! Malformed HTTP/2 frames and requests (RFC 9113).

use crate::process::Server;
use router_tests::raw::frames::*;

/// Frames after which the connection ends (section 5.4.1).
#[tokio::test]
async fn connection_errors_end_the_connection() {
    let server = Server::start();
    let request = frame(HEADERS, END_STREAM | END_HEADERS, 1, &get("/"));
    for (title, frames) in [
        (
            "a request on stream 0",
            frame(HEADERS, END_STREAM | END_HEADERS, 0, &get("/")),
        ),
        (
            "a request on an even stream",
            frame(HEADERS, END_STREAM | END_HEADERS, 2, &get("/")),
        ),
        ("data on stream 0", frame(DATA, 0, 0, b"x")),
        ("data on an idle stream", frame(DATA, 0, 1, b"x")),
        (
            "a reset of an idle stream",
            frame(RST_STREAM, 0, 1, &[0, 0, 0, 8]),
        ),
        (
            "a short reset",
            [request.clone(), frame(RST_STREAM, 0, 1, &[0])].concat(),
        ),
        ("a short ping", frame(PING, 0, 0, b"0")),
        ("settings on a stream", frame(SETTINGS, 0, 1, &[])),
        ("settings of a wrong length", frame(SETTINGS, 0, 0, &[0])),
        (
            "a window beyond its limit",
            frame(WINDOW_UPDATE, 0, 0, &0x7fff_ffff_u32.to_be_bytes()),
        ),
        (
            "an initial window beyond its limit",
            frame(SETTINGS, 0, 0, &setting(INITIAL_WINDOW_SIZE, 1 << 31)),
        ),
        (
            "an empty window update",
            frame(WINDOW_UPDATE, 0, 0, &[0; 4]),
        ),
        (
            "a continuation without headers",
            frame(CONTINUATION, END_HEADERS, 1, &get("/")),
        ),
        (
            "another frame between headers",
            [
                frame(HEADERS, 0, 1, &get("/")),
                frame(PING, 0, 0, b"01234567"),
            ]
            .concat(),
        ),
        (
            "a frame beyond the size",
            frame(DATA, 0, 1, &vec![0; 1 << 20]),
        ),
        (
            "an index beyond the table",
            frame(HEADERS, END_STREAM | END_HEADERS, 1, &[0xff, 0xff, 0x7f]),
        ),
        (
            "a truncated header block",
            frame(HEADERS, END_STREAM | END_HEADERS, 1, &[0x00, 0x05, b'x']),
        ),
        ("padding longer than its frame", frame(DATA, 8, 1, &[9, 0])),
        (
            "a stream with a smaller number",
            [
                frame(HEADERS, END_STREAM | END_HEADERS, 5, &get("/")),
                request,
            ]
            .concat(),
        ),
    ] {
        let mut client = server.http2().await;
        let _ = tokio::io::AsyncWriteExt::write_all(&mut client.0, &frames).await;
        // Until the end of the connection.
        while client.frame().await.is_some() {}
        server.assert_alive(title).await;
    }
}

/// The header block of a `GET` with further fields, each a name and a value without an index.
fn block(fields: &[(&str, &str)]) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let fields = fields.iter();
    let literals = fields.flat_map(|(name, value)| [vec![0], text(name), text(value)].concat());
    literals.collect()
}

/// Requests that are malformed (section 8.1.1): their streams end without reaching a handler, and the connection continues.
#[tokio::test]
async fn malformed_requests_reach_no_handler() {
    const GET: (&str, &str) = (":method", "GET");
    const HTTP: (&str, &str) = (":scheme", "http");
    const ROOT: (&str, &str) = (":path", "/");
    const HOST: (&str, &str) = (":authority", "x");
    let server = Server::start();
    let mut wrong = Vec::new();
    for (title, fields) in [
        ("no method", &[HTTP, ROOT, HOST][..]),
        ("two methods", &[GET, GET, HTTP, ROOT, HOST]),
        ("no path", &[GET, HTTP, HOST]),
        ("an empty path", &[GET, HTTP, (":path", ""), HOST]),
        ("two paths", &[GET, HTTP, ROOT, ROOT, HOST]),
        ("no scheme", &[GET, ROOT, HOST]),
        ("no authority and no host", &[GET, HTTP, ROOT]),
        (
            "another host than the authority",
            &[GET, HTTP, ROOT, HOST, ("host", "y")],
        ),
        (
            "a pseudo-header after a header",
            &[GET, HTTP, ROOT, ("a", "b"), HOST],
        ),
        (
            "an unknown pseudo-header",
            &[GET, HTTP, ROOT, HOST, (":x", "y")],
        ),
        (
            "a pseudo-header of responses",
            &[GET, HTTP, ROOT, HOST, (":status", "200")],
        ),
        ("a name in capitals", &[GET, HTTP, ROOT, HOST, ("X", "y")]),
        (
            "a line break in a value",
            &[GET, HTTP, ROOT, HOST, ("x", "a\r\nb: c")],
        ),
        ("a NUL in a value", &[GET, HTTP, ROOT, HOST, ("x", "a\0b")]),
        ("a colon in a name", &[GET, HTTP, ROOT, HOST, ("x:y", "z")]),
        (
            "a connection header",
            &[GET, HTTP, ROOT, HOST, ("connection", "close")],
        ),
        (
            "a transfer coding",
            &[GET, HTTP, ROOT, HOST, ("transfer-encoding", "chunked")],
        ),
        (
            "a length without a body",
            &[GET, HTTP, ROOT, HOST, ("content-length", "5")],
        ),
        (
            "a line break in the path",
            &[GET, HTTP, (":path", "/ HTTP/1.1\r\nx: y"), HOST],
        ),
    ] {
        let mut client = server.http2().await;
        client
            .write(frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(fields)))
            .await;
        client.request(3, "/").await;
        let mut ends = Vec::new();
        while let Some(received) = client.frame().await {
            let ended = received.kind == RST_STREAM || received.flags & END_STREAM != 0;
            // An indexed `:status` of 200 (RFC 7541 appendix A).
            let is_ok = received.kind == HEADERS && received.payload.starts_with(&[0x88]);
            if received.stream == 1 && is_ok {
                wrong.push(format!("{title}: {received:?}"));
            }
            if matches!(received.kind, DATA | HEADERS | RST_STREAM) && ended {
                ends.push(received.stream);
            }
            if ends.contains(&3) && ends.contains(&1) {
                break;
            }
        }
        server.assert_alive(title).await;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
