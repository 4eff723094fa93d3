//! WebSocket, which Next.js does not support in route handlers.

use router_tests::example_app::start;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Only a failing test reaches this time limit.
const PATIENCE: Duration = Duration::from_secs(30);

struct Socket(TcpStream);

impl Socket {
    /// A text frame of less than 126 bytes, masked by zeros (RFC 6455 section 5.2).
    fn say(&mut self, text: &str) {
        let length = u8::try_from(text.len()).unwrap();
        assert!(length < 126);
        let head = [0x81, 0x80 | length, 0, 0, 0, 0];
        self.0
            .write_all(&[&head, text.as_bytes()].concat())
            .unwrap();
    }

    /// The opcode and content of the next frame.
    fn hear(&mut self) -> (u8, String) {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).unwrap();
        assert_eq!(
            (head[0] & 0xf0, head[1] & 0x80),
            (0x80, 0),
            "whole, unmasked"
        );
        let mut content = vec![0; usize::from(head[1])];
        self.0.read_exact(&mut content).unwrap();
        let text = String::from_utf8_lossy(&content).into_owned();
        (head[0] & 0x0f, text)
    }
}

#[test]
fn a_route_upgrades_its_connection() {
    let program = start();
    let mut stream = TcpStream::connect(program.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = "GET /streaming/socket HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    // The accept key of RFC 6455 section 1.3.
    assert!(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{head}");
    let mut socket = Socket(stream);
    socket.say("pen");
    assert_eq!(socket.hear(), (1, "Fountain pen: 2900 cents".to_owned()));
    socket.say("tea");
    assert_eq!(socket.hear(), (1, "tea: not in the shop".to_owned()));
    // Close, masked, and the close of the server.
    socket.0.write_all(&[0x88, 0x80, 0, 0, 0, 0]).unwrap();
    assert_eq!(socket.hear(), (8, String::new()));
    assert_eq!(socket.0.read(&mut [0]).unwrap(), 0, "the end");
}
