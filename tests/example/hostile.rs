//! Bad input over a socket: each request gets a 4xx, memory does not grow, and the program continues.

use router_tests::{example_app::start, program::Program};
use std::{
    fmt::Write as _,
    fs,
    io::{Read, Write as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

/// Only a failing test reaches this time limit.
const PATIENCE: Duration = Duration::from_secs(30);
const MIB: usize = 1 << 20;

/// The response to these bytes.
fn response(program: &Program, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(program.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server may respond and close the connection before it has read everything.
    let _ = stream.write_all(bytes);
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

/// The status of the response to these bytes; 0 without a response.
fn ask(program: &Program, bytes: &[u8]) -> u16 {
    response(program, bytes)
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0)
}

fn request(line: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        _ = write!(bytes, "{name}: {value}\r\n");
    }
    if !headers.iter().any(|(name, _)| *name == "transfer-encoding") {
        _ = write!(bytes, "content-length: {}\r\n", body.len());
    }
    [bytes.as_bytes(), b"\r\n", body].concat()
}

fn form_with(parts: usize) -> Vec<u8> {
    let part = "--cut\r\ncontent-disposition: form-data; name=\"p\"\r\n\r\nx\r\n";
    let mut form = part.repeat(parts);
    form += "--cut--\r\n";
    form.into_bytes()
}

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=cut");
const CHUNKS: (&str, &str) = ("transfer-encoding", "chunked");

/// Requests and the expected statuses.
fn cases() -> Vec<(&'static str, Vec<u8>, &'static [u16])> {
    let deep = "[".repeat(100_000);
    let deep_field = format!("{{\"item\":\"pen\",\"stars\":5,\"x\":{deep}");
    let many_fields = "field=x&".repeat(10_000);
    let large = vec![b'x'; 3 * MIB];
    let large_part = [
        b"--cut\r\ncontent-disposition: form-data; name=\"p\"\r\n\r\n".as_slice(),
        &large,
        b"\r\n--cut--\r\n",
    ]
    .concat();
    let chunked = |body: &[u8]| {
        [
            format!("{:x}\r\n", body.len()).as_bytes(),
            body,
            b"\r\n0\r\n\r\n",
        ]
        .concat()
    };
    vec![
        ("malformed JSON", request("POST /reviews", &[JSON], b"{]"), &[400]),
        ("JSON that ends early", request("POST /reviews", &[JSON], b"{\"item\":"), &[400]),
        ("JSON of another shape", request("POST /reviews", &[JSON], b"[1,2]"), &[422]),
        ("JSON with a wrong type", request("POST /reviews", &[JSON], br#"{"item":"pen","stars":"5"}"#), &[422]),
        (
            "JSON of 100,000 brackets in a field",
            request("POST /reviews", &[JSON], deep_field.as_bytes()),
            &[400],
        ),
        ("JSON of 100,000 brackets", request("POST /reviews", &[JSON], deep.as_bytes()), &[422]),
        ("JSON that is not UTF-8", request("POST /reviews", &[JSON], b"{\"item\":\"\xff\"}"), &[400]),
        ("an empty body as JSON", request("POST /reviews", &[JSON], b""), &[400]),
        ("JSON without its type", request("POST /reviews", &[], b"{}"), &[415]),
        ("JSON of 3 MiB", request("POST /reviews", &[JSON], &large), &[413]),
        ("JSON of 3 MiB in a chunk", request("POST /reviews", &[JSON, CHUNKS], &chunked(&large)), &[413]),
        ("JSON of 3 MiB, read from the request", request("POST /requests?count=1", &[], &large), &[413]),
        ("JSON of another shape, read from the request", request("POST /requests?count=1", &[], b"[1]"), &[422]),
        ("a query of a wrong type, read from the request", request("POST /requests?count=x", &[], b"{}"), &[400]),
        ("a form of another type", request("POST /form", &[JSON], b"{}"), &[415]),
        ("a form without a field", request("POST /form", &[FORM], b"name=Ada"), &[422]),
        ("a form that is not UTF-8", request("POST /form", &[FORM], b"name=%ff&item=%c3"), &[400, 422]),
        ("a form of 10,000 fields", request("POST /form", &[FORM], many_fields.as_bytes()), &[422]),
        ("a form of 3 MiB", request("POST /form", &[FORM], &large), &[413]),
        ("parts without a boundary", request("POST /form/upload", &[("content-type", "multipart/form-data")], b"x"), &[400]),
        ("parts that end early", request("POST /form/upload", &[PARTS], b"--cut\r\ncontent-dis"), &[400]),
        ("a part without an end", request("POST /form/upload", &[PARTS], b"--cut\r\ncontent-disposition: form-data; name=\"p\"\r\n\r\nx"), &[400]),
        ("10,000 parts", request("POST /form/upload", &[PARTS], &form_with(10_000)), &[413]),
        ("a part of 3 MiB", request("POST /form/upload", &[PARTS], &large_part), &[413]),
        ("a query of a wrong type", request("GET /search?q=k&limit=many", &[], b""), &[400]),
        ("a query with broken escapes", request("GET /search?q=%&limit=%zz", &[], b""), &[400]),
        ("a signature that is not hexadecimal", request("POST /webhooks", &[("x-signature-256", "sha256=zz")], b"{}"), &[401]),
        ("a signature of 60 KiB", request("POST /webhooks", &[("x-signature-256", &"a".repeat(60_000))], b"{}"), &[401]),
        ("invalid cookies", request("DELETE /cookies", &[("cookie", "ink; =; ;;; ink=%zz; \u{1}=\u{2}; ink=%0")], b""), &[400]),
        ("60 KiB of cookies", request("DELETE /cookies", &[("cookie", &"a=;".repeat(20_000))], b""), &[204]),
        ("a header in a header's place", request("GET /after/%0d%0aset-cookie:a=1", &[], b""), &[404]),
        ("a header of 1 MiB", request("GET /", &[("x-long", &"a".repeat(MIB))], b""), &[431]),
        ("a target of 100,000 bytes", request(&format!("GET /{}", "a".repeat(100_000)), &[], b""), &[414, 431]),
        ("1,000 headers", request("GET /", &vec![("x", "y"); 1_000], b""), &[431]),
        ("a path above the root", request("GET /../../etc/passwd", &[], b""), &[400]),
        ("a path above the root, escaped", request("GET /guides/%2e%2e/%2e%2e/etc", &[], b""), &[400]),
        ("a NUL in the path", request("GET /items/%00", &[], b""), &[400]),
        ("two lengths", b"POST /reviews HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}".to_vec(), &[400]),
        ("a length and chunks", b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\ntransfer-encoding: chunked, x\r\n\r\n".to_vec(), &[400]),
        ("a length that is not a number", b"POST /reviews HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n".to_vec(), &[400]),
        ("a broken chunk", request("POST /reviews", &[JSON, CHUNKS], b"zz\r\n{}\r\n0\r\n\r\n"), &[400]),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec(), &[400, 0]),
        ("a line break in a header", b"GET / HTTP/1.1\r\nhost: a\r\nx: a\rb\r\n\r\n".to_vec(), &[400]),
    ]
}

/// A client that disconnects before it has sent the body that `Content-Length` declares.
#[test]
fn a_body_that_is_cut_short_reaches_no_handler() {
    let program = start();
    for (line, kind) in [
        ("POST /reviews", JSON),
        ("POST /form", FORM),
        ("POST /form/upload", PARTS),
        ("POST /requests?count=1", JSON),
    ] {
        let cut = format!(
            "{line} HTTP/1.1\r\nhost: a\r\n{}: {}\r\ncontent-length: 9\r\n\r\n{{\"",
            kind.0, kind.1
        );
        let mut stream = TcpStream::connect(program.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(cut.as_bytes()).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let status = response.split(' ').nth(1);
        assert!([None, Some("400")].contains(&status), "{line}: {response}");
    }
    let reviews = response(&program, &request("GET /reviews", &[], b""));
    assert!(reviews.ends_with("\r\n\r\n[]"), "{reviews}");
}

/// Text of a client is escaped in the header that contains it.
#[test]
fn values_cannot_inject_headers() {
    let program = start();
    let form = b"ink=a%0d%0aset-cookie:+b=1%3b+domain=x";
    let response = response(&program, &request("POST /cookies", &[FORM], form));
    let head = response.split("\r\n\r\n").next().unwrap();
    let set: Vec<_> = head
        .lines()
        .filter(|line| line.starts_with("set-cookie:"))
        .collect();
    let escaped = "set-cookie: ink=a%0D%0Aset-cookie%3A%20b%3D1%3B%20domain%3Dx; HttpOnly; SameSite=Lax; Path=/";
    assert_eq!(set, [escaped]);
}

#[test]
fn bad_input_gets_its_4xx() {
    let program = start();
    let mut wrong = Vec::new();
    for (title, bytes, right) in cases() {
        let status = ask(&program, &bytes);
        if !right.contains(&status) {
            wrong.push(format!("{title}: {status}, not {right:?}"));
        }
        assert_eq!(
            ask(&program, &request("GET /convention", &[], b"")),
            200,
            "after {title}"
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The resident memory of a program.
#[cfg(target_os = "linux")]
fn resident(program: &Program) -> usize {
    let pages = fs::read_to_string(format!("/proc/{}/statm", program.id())).unwrap();
    let pages: usize = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

#[cfg(target_os = "linux")]
#[test]
fn bad_input_leaves_nothing_behind() {
    let program = start();
    let cases = cases();
    let rounds = |count| {
        for _ in 0..count {
            for (_, bytes, _) in &cases {
                ask(&program, bytes);
            }
        }
    };
    // The first rounds let the allocator reserve its memory.
    rounds(5);
    let before = resident(&program);
    rounds(20);
    let grown = resident(&program).saturating_sub(before);
    // Twenty rounds send 400 MiB.
    assert!(grown < 16 * MIB, "{} MiB", grown / MIB);
}
