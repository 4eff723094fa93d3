//! The mistakes that the parser of transcripts detects.

use router_tests::transcript::{Request, exchanges};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    thread,
};

#[test]
fn a_curl_line_is_the_request_that_curl_sends() {
    let request = |rest: &str| Request::parse(&format!("curl {rest}")).unwrap();
    let get = request("-s http://localhost:3000");
    assert_eq!((&*get.method, &*get.target), ("GET", "/"));
    let head = request("-I 'http://localhost:3000/a?b&c'");
    assert_eq!((&*head.method, &*head.target), ("HEAD", "/a?b&c"));
    let post = request("-d '' http://h/");
    assert_eq!((&*post.method, post.body.as_deref()), ("POST", Some("")));
    let put = request(r#"-X PUT -H "content-type: a/b" -d '{"x y":1}' http://h/"#);
    assert_eq!(put.method, "PUT");
    assert_eq!(put.body.as_deref(), Some(r#"{"x y":1}"#));
    assert_eq!(put.headers, [("content-type".to_owned(), "a/b".to_owned())]);
}

#[test]
fn unknown_syntax_is_rejected() {
    for line in [
        "wget http://h/",
        "curl --compressed http://h/",
        "curl http://h/?a&b",
        "curl http://h/ http://h/",
        "curl -H 'a: b http://h/",
        "curl -X",
        "curl -s",
    ] {
        assert!(Request::parse(line).is_err(), "{line}");
    }
    for text in [
        "```console\n$ curl http://h/\n```",
        "```console\n$ curl http://h/\nbody\n```",
        "```console\n< 200\n```",
        "```console\n$ curl http://h/\n< ok\n```",
    ] {
        assert!(exchanges(text).is_err(), "{text}");
    }
}

/// One response, compared with several expectations.
#[test]
fn a_wrong_response_is_detected() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = BufReader::new(&stream).lines().map(Result::unwrap);
            assert!(request.into_iter().any(|line| line.is_empty()));
            let response = "HTTP/1.1 200 OK\r\nA: b\r\ncontent-length: 6\r\n\r\none\n2\n";
            stream.write_all(response.as_bytes()).unwrap();
        }
    });
    for (expected, right) in [
        ("< 200\none\n2", true),
        ("< 200\n< a: b\none\n…", true),
        ("< 200\n…\n2\n…", true),
        ("< 201\none\n2", false),
        ("< 200\n< a: c\none\n2", false),
        ("< 200\none", false),
        ("< 200\none\n2\n3", false),
        ("< 200", false),
        ("< 200\n…\n3\n…", false),
    ] {
        let text = format!("```console\n$ curl http://h/\n{expected}\n```");
        let exchanges = exchanges(&text).unwrap();
        assert_eq!(exchanges[0].check(address).is_ok(), right, "{expected}");
    }
}
