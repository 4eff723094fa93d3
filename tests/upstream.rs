//! A small server that speaks the `OpenAI` protocol, correctly or not.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

/// The head of a response with events.
pub const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

/// A server on a free port. After the request was read, a function writes to the connection.
#[derive(Debug)]
pub struct Upstream {
    pub address: SocketAddr,
    /// The requests with their bodies.
    pub requests: Receiver<String>,
}

impl Upstream {
    pub fn new(respond: impl Fn(&mut TcpStream) + Send + 'static) -> Self {
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
                respond(&mut stream);
            }
        });
        Self { address, requests }
    }

    /// A server that sends the text and closes the connection.
    pub fn sending(text: impl Into<String>) -> Self {
        let text = text.into();
        // The client may disconnect before the end.
        Self::new(move |stream| drop(stream.write_all(text.as_bytes())))
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

/// The event with a piece of the model's text.
pub fn words(text: &str) -> String {
    let chunk = serde_json::json!({ "choices": [{ "delta": { "content": text } }] });
    format!("data: {chunk}\n\n")
}
