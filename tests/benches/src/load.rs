//! Requests to a server on a socket, over persistent connections.

use crate::Result;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    time::{Duration, Instant},
};

/// The number of concurrent connections.
const CONNECTIONS: usize = 8;
/// The time that a server has to start, under valgrind as well.
const PATIENCE: Duration = Duration::from_mins(1);

/// The parts of a response by which servers are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status, such as 200.
    pub status: String,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

/// Returns a port that is not in use.
pub fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Returns the response to one request, as soon as the server listens.
pub fn first_response(port: u16, path: &str) -> Result<Response> {
    let started = Instant::now();
    loop {
        match Connection::open(port) {
            Ok(mut connection) => return Ok(connection.ask(path)?),
            Err(error) if started.elapsed() > PATIENCE => return Err(error.into()),
            Err(_) => std::thread::sleep(Duration::from_micros(100)),
        }
    }
}

/// Sends `count` requests over the paths, round-robin.
pub fn send_often(port: u16, paths: &[String], count: usize) -> Result<()> {
    first_response(port, paths.first().ok_or("no path")?)?;
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

/// One persistent connection.
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

    fn ask(&mut self, path: &str) -> io::Result<Response> {
        self.send(path)?;
        self.receive()
    }

    fn send(&mut self, path: &str) -> io::Result<()> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes())
    }

    fn receive(&mut self) -> io::Result<Response> {
        let status = self.read_line()?.split(' ').nth(1).map(str::to_owned);
        let status = status.ok_or_else(|| io::Error::other("a response without a status"))?;
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
        Ok(Response { status, body })
    }

    fn read_bytes(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a chunked body: Next.js sends no length.
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
