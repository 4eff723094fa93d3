//! Requests over HTTP/2 with prior knowledge.

use crate::{
    Result,
    load::{CONNECTIONS, Client, Fields, ask_all},
};
use std::{
    io::{self, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// Sends `count` requests over the paths, round-robin, one at a time on each of eight connections.
pub(super) fn send(port: u16, paths: &[String], count: usize, fields: Fields) -> Result<()> {
    let mut connections = (0..CONNECTIONS)
        .map(|_| Connection::open(port, fields))
        .collect::<io::Result<Vec<_>>>()?;
    Ok(ask_all(&mut connections, paths, count)?)
}

struct Connection {
    stream: BufReader<TcpStream>,
    fields: Fields,
    streams: u32,
}

impl Connection {
    fn open(port: u16, fields: Fields) -> io::Result<Self> {
        let mut stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        let mut opening = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        frame(&mut opening, SETTINGS, 0, 0, &[]);
        frame(
            &mut opening,
            WINDOW_UPDATE,
            0,
            0,
            &0x3fff_0000_u32.to_be_bytes(),
        );
        stream.write_all(&opening)?;
        Ok(Self {
            stream: BufReader::new(stream),
            fields,
            streams: 0,
        })
    }
}

impl Client for Connection {
    /// Sends a request. Its fields are in the table of the connection after the first one (RFC 7541 section 2.3).
    fn send(&mut self, path: &str) -> io::Result<()> {
        // GET and http, from the static table; the path is not indexed.
        let mut block = vec![0x82, 0x86, 0x04];
        text(&mut block, path);
        let fields = self.fields.list();
        let number = |index: usize| u8::try_from(index).unwrap_or(0);
        if self.streams == 0 {
            block.push(0x41);
            text(&mut block, "localhost");
            for (name, value) in fields {
                block.push(0x40);
                text(&mut block, name);
                text(&mut block, value);
            }
        } else {
            block.extend(
                (0..=fields.len())
                    .rev()
                    .map(|index| 0x80 | (62 + number(index))),
            );
        }
        let stream = 2 * self.streams + 1;
        self.streams += 1;
        let mut bytes = Vec::new();
        frame(
            &mut bytes,
            HEADERS,
            END_STREAM | END_HEADERS,
            stream,
            &block,
        );
        self.stream.get_mut().write_all(&bytes)
    }

    fn receive(&mut self) -> io::Result<()> {
        loop {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head)?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut payload = vec![0; length as usize];
            self.stream.read_exact(&mut payload)?;
            match (head[3], head[4]) {
                (DATA | HEADERS, flags) if flags & END_STREAM != 0 => return Ok(()),
                (SETTINGS | PING, flags) if flags & ACK == 0 => {
                    let payload = if head[3] == PING { &payload[..] } else { &[] };
                    let mut bytes = Vec::new();
                    frame(&mut bytes, head[3], ACK, 0, payload);
                    self.stream.get_mut().write_all(&bytes)?;
                }
                (DATA | HEADERS | SETTINGS | PING | WINDOW_UPDATE, _) => {}
                (kind, _) => return Err(io::Error::other(format!("a frame of the kind {kind}"))),
            }
        }
    }
}

fn frame(bytes: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap_or(0).to_be_bytes();
    bytes.extend([length[1], length[2], length[3], kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
}

/// Adds a string of fewer than 254 bytes, without Huffman coding.
fn text(block: &mut Vec<u8>, text: &str) {
    match u8::try_from(text.len()) {
        Ok(length @ ..127) => block.push(length),
        length => block.extend([127, length.unwrap_or(127) - 127]),
    }
    block.extend(text.as_bytes());
}
