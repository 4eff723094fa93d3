//! HTTP/2 frames, written and read as bytes (RFC 9113 section 4.1).

use super::Client;
use crate::wait::TIMEOUT;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const PRIORITY: u8 = 2;
pub const RST_STREAM: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PING: u8 = 6;
pub const GOAWAY: u8 = 7;
pub const WINDOW_UPDATE: u8 = 8;
pub const CONTINUATION: u8 = 9;

pub const END_STREAM: u8 = 1;
pub const ACK: u8 = 1;
pub const END_HEADERS: u8 = 4;

/// Settings.
pub const MAX_CONCURRENT_STREAMS: u16 = 3;
pub const INITIAL_WINDOW_SIZE: u16 = 4;
pub const MAX_HEADER_LIST_SIZE: u16 = 6;

#[derive(Debug)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    pub stream: u32,
    pub payload: Vec<u8>,
}

pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()[..]].concat();
    [&head, payload].concat()
}

pub fn setting(name: u16, value: u32) -> Vec<u8> {
    [&name.to_be_bytes()[..], &value.to_be_bytes()].concat()
}

/// The header block of a `GET` (RFC 7541 appendix A and section 6.2.2).
pub fn get(path: &str) -> Vec<u8> {
    let length = u8::try_from(path.len()).unwrap();
    let mut block = vec![0x82, 0x86, 0x04, length];
    block.extend_from_slice(path.as_bytes());
    block.extend_from_slice(b"\x01\x01x");
    block
}

impl Client {
    /// Opens an HTTP/2 connection with these settings.
    pub async fn http2(address: SocketAddr, settings: &[u8]) -> Self {
        let mut client = Self::connect(address).await;
        let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        client
            .write([&preface[..], &frame(SETTINGS, 0, 0, settings)].concat())
            .await;
        client
    }

    pub async fn request(&mut self, stream: u32, path: &str) {
        let flags = END_STREAM | END_HEADERS;
        self.write(frame(HEADERS, flags, stream, &get(path))).await;
    }

    /// The next frame; `None` at the end of the connection. Pings are acknowledged.
    pub async fn frame(&mut self) -> Option<Frame> {
        let read = timeout(TIMEOUT, self.read_frame()).await;
        let received = read.expect("a frame or the end")?;
        if received.kind == PING && received.flags != ACK {
            let pong = frame(PING, ACK, 0, &received.payload);
            // The server may have closed the connection.
            let _ = self.0.write_all(&pong).await;
        }
        Some(received)
    }

    async fn read_frame(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head).await.ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        self.0.read_exact(&mut payload).await.ok()?;
        Some(Frame {
            kind: head[3],
            flags: head[4],
            stream: u32::from_be_bytes([head[5], head[6], head[7], head[8]]),
            payload,
        })
    }

    /// Reads until a frame of this kind.
    pub async fn frame_of(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.frame().await;
            let frame = frame.unwrap_or_else(|| panic!("no frame of kind {kind}"));
            if frame.kind == kind {
                return frame;
            }
        }
    }

    /// Sends a ping, and waits until the server has read it.
    pub async fn round_trip(&mut self) {
        self.write(frame(PING, 0, 0, b"01234567")).await;
        while self.frame_of(PING).await.flags != ACK {}
    }
}
