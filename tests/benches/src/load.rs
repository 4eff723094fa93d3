//! Asks a server on a socket, over connections that stay open.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::Result;

/// The connections that ask at the same time.
const CONNECTIONS: usize = 8;
/// What a server may take to start, valgrind included.
const PATIENCE: Duration = Duration::from_mins(1);

/// One answer, as far as servers are compared by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `200`
    pub status: String,
    /// The bytes of its body.
    pub body: Vec<u8>,
}

/// A port that nobody listens on.
pub fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// One question and its answer, as soon as the server listens.
pub fn ask_first(port: u16, path: &str) -> Result<Answer> {
    let asked = Instant::now();
    loop {
        match Connection::open(port) {
            Ok(mut connection) => return Ok(connection.ask(path)?),
            Err(error) if asked.elapsed() > PATIENCE => return Err(error.into()),
            Err(_) => std::thread::sleep(Duration::from_micros(100)),
        }
    }
}

/// Asks `count` times over the paths in turn.
pub fn ask_often(port: u16, paths: &[String], count: usize) -> Result<()> {
    ask_first(port, paths.first().ok_or("no path")?)?;
    let mut connections = (0..CONNECTIONS)
        .map(|_| Connection::open(port))
        .collect::<io::Result<Vec<_>>>()?;
    let mut paths = paths.iter().cycle();
    for _ in 0..count / CONNECTIONS {
        for (connection, path) in connections.iter_mut().zip(&mut paths) {
            connection.send(path)?;
        }
        for connection in &mut connections {
            connection.receive()?;
        }
    }
    Ok(())
}

/// One connection that stays open.
struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
}

impl Connection {
    fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::new(stream),
            line: String::new(),
        })
    }

    fn ask(&mut self, path: &str) -> io::Result<Answer> {
        self.send(path)?;
        self.receive()
    }

    fn send(&mut self, path: &str) -> io::Result<()> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes())
    }

    fn receive(&mut self) -> io::Result<Answer> {
        let status = self.read_line()?.split(' ').nth(1).map(str::to_owned);
        let status = status.ok_or_else(|| io::Error::other("an answer without a status"))?;
        let mut length = None;
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.parse().ok();
            }
        }
        let body = match length {
            Some(length) => self.read_bytes(length)?,
            None => self.read_chunks()?,
        };
        Ok(Answer { status, body })
    }

    fn read_bytes(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Next.js sends no length.
    fn read_chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(self.read_line()?, 16).map_err(io::Error::other)?;
            body.append(&mut self.read_bytes(length)?);
            self.read_line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn read_line(&mut self) -> io::Result<&str> {
        self.line.clear();
        if self.stream.read_line(&mut self.line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(self.line.trim_end())
    }
}
