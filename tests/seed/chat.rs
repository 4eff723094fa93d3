//! The chat with a model's server on a socket, correct and faulty.

use crate::shown::open;
use router_tests::upstream::{HEAD, Upstream, words};
use router_tests::{
    example_app::{command, start},
    program::Program,
    transcript::{Connection, Response},
};
use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Stdio,
    sync::mpsc::channel,
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// The example with that server as its upstream and a read timeout in seconds.
fn before(upstream: &Upstream, seconds: &str) -> Program {
    Program::start(
        command()
            .env("OPENAI_BASE_URL", format!("http://{}/v1", upstream.address))
            .env("OPENAI_MODEL", "a-model")
            .env("OPENAI_API_KEY", "a-key")
            .env("OPENAI_TIMEOUT", seconds),
    )
}

fn say(program: &Program) -> Connection {
    let body = r#"{"messages":[{"role":"user","content":"Ink?"}]}"#;
    open(
        program,
        &format!("-H 'content-type: application/json' -d '{body}' http://localhost:3000/chat"),
    )
}

fn response_of(upstream: &Upstream, seconds: &str) -> Response {
    say(&before(upstream, seconds)).read_all().unwrap()
}

fn token(text: &str) -> String {
    format!("data: {}\n\n", serde_json::json!({ "token": text }))
}

fn error(text: &str) -> String {
    format!("data: {}\n\n", serde_json::json!({ "error": text }))
}

const DONE: &str = "data: {\"done\":true}\n\n";

#[test]
fn a_post_streams_the_words_of_a_model() {
    let (go, may_go) = channel();
    let upstream = Upstream::new(move |stream| {
        let first = format!("{HEAD}: hello\n\n{}", words("Blue "));
        stream.write_all(first.as_bytes()).unwrap();
        may_go.recv().unwrap();
        let rest = format!("{}data: [DONE]\n\n", words("ink."));
        stream.write_all(rest.as_bytes()).unwrap();
    });
    let program = before(&upstream, "30");
    let mut response = say(&program);
    assert_eq!(response.response.status, 200);
    assert_eq!(response.read_chunk().unwrap(), Some(token("Blue ")));
    go.send(()).unwrap();
    let rest = response.read_all().unwrap().body;
    assert_eq!(rest, token("ink.") + DONE);

    let request = upstream.requests.recv_timeout(PATIENCE).unwrap();
    assert!(
        request.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("authorization: Bearer a-key\r\n"),
        "{request}"
    );
    let body = request.split_once("\r\n\r\n").unwrap().1;
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (&body["model"], &body["stream"]),
        (&"a-model".into(), &true.into())
    );
    assert_eq!(body["messages"][0]["role"], "system");
    assert_eq!(body["messages"][1]["content"], "Ink?");
}

#[test]
fn events_may_be_cut_anywhere() {
    let upstream = Upstream::new(|stream| {
        let response = format!(
            "{HEAD}{}{}data: [DONE]\r\n\r\n",
            words("Tinte für "),
            words("“Füller” 🖋")
        );
        for byte in response.as_bytes() {
            stream.write_all(&[*byte]).unwrap();
        }
    });
    let body = response_of(&upstream, "30").body;
    assert_eq!(body, token("Tinte für ") + &token("“Füller” 🖋") + DONE);
}

#[test]
fn an_error_response_of_the_server_is_reported() {
    let body = r#"{"error":{"message":"no such key"}}"#;
    let length = body.len();
    let upstream = Upstream::sending(format!(
        "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    ));
    let response = response_of(&upstream, "30");
    let text = r#"{"error":"The assistant's server returned 401 Unauthorized: no such key"}"#;
    assert_eq!((response.status, &*response.body), (502, text));
}

#[test]
fn an_unreachable_server_is_reported() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let upstream = Upstream {
        address: listener.local_addr().unwrap(),
        requests: channel().1,
    };
    drop(listener);
    let response = response_of(&upstream, "30");
    let text = r#"{"error":"The assistant's server cannot be reached."}"#;
    assert_eq!((response.status, &*response.body), (502, text));
}

#[test]
fn a_response_without_events_is_reported() {
    let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>";
    let response = response_of(&Upstream::sending(page), "30");
    let text = "The assistant's server returned an invalid response.";
    assert_eq!(response.status, 502);
    assert!(response.body.contains(text), "{}", response.body);

    let html_event = format!("{HEAD}{}data: <html>\n\n", words("Blue "));
    let response = response_of(&Upstream::sending(html_event), "30");
    assert_eq!(response.body, token("Blue ") + &error(text));
}

#[test]
fn a_broken_stream_is_reported() {
    let broke_off = error("The response ended early.");
    // The first response is complete, the second ends within a chunk, the third within an event.
    let chunked =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let event = words("Blue ");
    let size = event.len();
    for text in [
        format!("{HEAD}{event}"),
        format!("{chunked}{size:x}\r\n{event}\r\nff\r\ndata:"),
        format!("{HEAD}{event}data: {{\"choices\":[{{\"delta\":{{\"content\":\"i"),
    ] {
        let response = response_of(&Upstream::sending(text), "30");
        assert_eq!(response.body, token("Blue ") + &broke_off);
    }
}

#[test]
fn an_error_in_the_stream_is_reported() {
    let text = format!(
        "{HEAD}{}data: {{\"error\":{{\"message\":\"too busy\"}}}}\n\n",
        words("Blue ")
    );
    let response = response_of(&Upstream::sending(text), "30");
    let expected = error("The assistant's server stopped: too busy");
    assert_eq!(response.body, token("Blue ") + &expected);
}

#[test]
fn a_hung_server_is_reported() {
    let hang = |stream: &mut std::net::TcpStream| drop(stream.read(&mut [0]));
    let response = response_of(&Upstream::new(hang), "1");
    let text = r#"{"error":"The assistant's server timed out."}"#;
    assert_eq!((response.status, &*response.body), (504, text));

    let upstream = Upstream::new(move |stream| {
        let first = format!("{HEAD}{}", words("Blue "));
        stream.write_all(first.as_bytes()).unwrap();
        hang(stream);
    });
    let expected = error("The assistant's server timed out.");
    assert_eq!(response_of(&upstream, "1").body, token("Blue ") + &expected);
}

/// An event of 8 MiB would have to be buffered before it can be read.
#[test]
fn an_endless_response_is_cut() {
    let upstream = Upstream::sending(format!("{HEAD}data: {}", "x".repeat(8 << 20)));
    let response = response_of(&upstream, "30");
    assert_eq!(response.body, error("The response ended early."));
}

#[test]
fn the_model_request_is_cancelled_when_the_client_disconnects() {
    let (left, was_left) = channel();
    let upstream = Upstream::new(move |stream| {
        let first = format!("{HEAD}{}", words("Blue "));
        stream.write_all(first.as_bytes()).unwrap();
        // Returns when the client closes the connection.
        left.send(stream.read(&mut [0]).unwrap_or(0)).unwrap();
    });
    let program = before(&upstream, "600");
    let mut response = say(&program);
    assert_eq!(response.read_chunk().unwrap(), Some(token("Blue ")));
    drop(response);
    assert_eq!(was_left.recv_timeout(PATIENCE).unwrap(), 0);
}

#[test]
fn the_model_request_is_cancelled_before_the_first_event() {
    let (left, was_left) = channel();
    let (came, has_come) = channel();
    let upstream = Upstream::new(move |stream| {
        came.send(()).unwrap();
        left.send(stream.read(&mut [0]).unwrap_or(0)).unwrap();
    });
    let program = before(&upstream, "600");
    let body = r#"{"messages":[{"role":"user","content":"Ink?"}]}"#;
    let mut visitor = std::net::TcpStream::connect(program.address).unwrap();
    let request = format!(
        "POST /chat HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    visitor.write_all(request.as_bytes()).unwrap();
    has_come.recv_timeout(PATIENCE).unwrap();
    drop(visitor);
    assert_eq!(was_left.recv_timeout(PATIENCE).unwrap(), 0);
}

#[test]
fn a_stand_in_responds_without_a_configured_server() {
    let response = say(&start()).read_all().unwrap();
    let words: Vec<_> = response.body.split("data: ").collect();
    assert_eq!(words[1], "{\"token\":\"“Ink, \"}\n\n");
    assert!(response.body.ends_with(DONE), "{}", response.body);
}

#[test]
fn a_server_without_a_model_is_an_error_at_start() {
    let mut command = command();
    command.env("OPENAI_BASE_URL", "http://localhost/v1");
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("OPENAI_MODEL is not set"), "{text}");
}
