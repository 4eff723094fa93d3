//! A small server that speaks the `OpenAI` protocol, and what can go wrong with one.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

/// Before the events.
pub(crate) const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

/// A server on a free port; each connection is handed to a function when its request was read.
#[derive(Debug)]
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    /// The requests that came, heads and bodies.
    pub(crate) requests: Receiver<String>,
}

impl Upstream {
    pub(crate) fn that(acts: impl Fn(&mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                stream.set_nodelay(true).unwrap();
                if sender.send(read_request(&stream)).is_err() {
                    return;
                }
                acts(&mut stream);
            }
        });
        Self { address, requests }
    }

    /// A server that sends the text, and closes.
    pub(crate) fn sending(text: impl Into<String>) -> Self {
        let text = text.into();
        // The client may have gone before the end.
        Self::that(move |stream| drop(stream.write_all(text.as_bytes())))
    }
}

fn read_request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        request += &line;
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    request + &String::from_utf8(body).unwrap()
}

/// The event of a piece of an answer.
pub(crate) fn words(text: &str) -> String {
    let chunk = serde_json::json!({ "choices": [{ "delta": { "content": text } }] });
    format!("data: {chunk}\n\n")
}
