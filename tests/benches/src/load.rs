//! Requests to a server on a socket, over persistent connections.

use crate::Result;
use std::{
    fmt::{self, Display, Formatter},
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    time::{Duration, Instant},
};

/// The number of concurrent connections.
pub const CONNECTIONS: usize = 8;
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
    first_response_with(port, path, Fields::Curl)
}

/// Does the same with these fields.
pub fn first_response_with(port: u16, path: &str, fields: Fields) -> Result<Response> {
    let started = Instant::now();
    loop {
        match Connection::open(port) {
            Ok(mut connection) => {
                connection.fields = fields.text();
                return Ok(connection.ask(path)?);
            }
            Err(error) if started.elapsed() > PATIENCE => return Err(error.into()),
            Err(_) => std::thread::sleep(Duration::from_micros(100)),
        }
    }
}

/// The fields of the requests, after `host`.
#[derive(Clone, Copy, Debug)]
pub enum Fields {
    /// Those of curl.
    Curl,
    /// Those of a browser for the resource of a page.
    Browser,
}

impl Fields {
    /// Returns their names and values.
    pub fn list(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Curl => &[("user-agent", "curl/8.14.1"), ("accept", "*/*")],
            Self::Browser => &[
                (
                    "sec-ch-ua",
                    "\"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"",
                ),
                ("sec-ch-ua-mobile", "?0"),
                ("sec-ch-ua-platform", "\"Linux\""),
                (
                    "user-agent",
                    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                ),
                ("accept", "*/*"),
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-mode", "cors"),
                ("sec-fetch-dest", "empty"),
                ("referer", "http://localhost/"),
                ("accept-encoding", "gzip, deflate, br, zstd"),
                ("accept-language", "en-US,en;q=0.9"),
                ("cookie", "session=0123456789abcdef; theme=dark"),
            ],
        }
    }

    fn text(self) -> String {
        let lines = self.list().iter();
        lines.fold(String::new(), |text, (name, value)| {
            text + name + ": " + value + "\r\n"
        })
    }
}

impl Display for Fields {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Curl => "curl's headers",
            Self::Browser => "a browser's headers",
        })
    }
}

/// Sends `count` requests over the paths, each on a connection of its own.
pub fn send_on_new_connections(port: u16, paths: &[String], count: usize) -> Result<()> {
    first_response(port, paths.first().ok_or("no path")?)?;
    for path in paths.iter().cycle().take(count) {
        Connection::open(port)?.ask(path)?;
    }
    Ok(())
}

/// Sends `count` requests with the headers of curl over the paths, round-robin.
pub fn send_often(port: u16, paths: &[String], count: usize) -> Result<()> {
    send_with(port, paths, count, Fields::Curl)
}

/// Does the same with these fields.
pub fn send_with(port: u16, paths: &[String], count: usize, fields: Fields) -> Result<()> {
    first_response(port, paths.first().ok_or("no path")?)?;
    let mut connections = (0..CONNECTIONS)
        .map(|_| Connection::open(port))
        .collect::<io::Result<Vec<_>>>()?;
    for connection in &mut connections {
        connection.fields = fields.text();
    }
    Ok(ask_all(&mut connections, paths, count)?)
}

/// A connection that sends one request at a time.
pub trait Client {
    /// Sends a request.
    fn send(&mut self, path: &str) -> io::Result<()>;

    /// Waits for the response, and reads it.
    fn receive(&mut self) -> io::Result<()>;
}

/// Sends `count` requests over the paths, round-robin, one at a time on each connection.
pub fn ask_all(connections: &mut [impl Client], paths: &[String], count: usize) -> io::Result<()> {
    let mut paths = paths.iter().cycle();
    for _ in 0..count / connections.len() {
        for (connection, path) in connections.iter_mut().zip(&mut paths) {
            connection.send(path)?;
        }
        for connection in &mut *connections {
            connection.receive()?;
        }
    }
    Ok(())
}

impl Client for Connection {
    fn send(&mut self, path: &str) -> io::Result<()> {
        let fields = &self.fields;
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{fields}\r\n");
        self.stream.get_mut().write_all(request.as_bytes())
    }

    fn receive(&mut self) -> io::Result<()> {
        self.response().map(drop)
    }
}

/// One persistent connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
    fields: String,
}

impl Connection {
    /// Opens a connection to a server on this machine.
    pub fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::new(stream),
            line: String::new(),
            fields: Fields::Curl.text(),
        })
    }

    /// Sends a `GET`, and returns its response.
    pub fn ask(&mut self, path: &str) -> io::Result<Response> {
        self.send(path)?;
        self.response()
    }

    /// Sends a `GET`, and returns its response with the `Cache-Status`, which may be empty.
    pub fn ask_cache(&mut self, path: &str) -> io::Result<(Response, String)> {
        self.ask_header(path, "cache-status")
    }

    /// Sends a `GET`, and returns its response with the value of a header, which may be empty.
    pub fn ask_header(&mut self, path: &str, header: &str) -> io::Result<(Response, String)> {
        self.send(path)?;
        let mut found = String::new();
        let response = self.response_with(|name, value| {
            if name.eq_ignore_ascii_case(header) {
                value.clone_into(&mut found);
            }
        })?;
        Ok((response, found))
    }

    /// Sends a `POST` without a body, and returns its response.
    pub fn post(&mut self, path: &str) -> io::Result<Response> {
        let fields = &self.fields;
        let request =
            format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n{fields}\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.response()
    }

    fn response(&mut self) -> io::Result<Response> {
        self.response_with(|_, _| ())
    }

    /// Reads a response, and calls `field` for each header.
    fn response_with(&mut self, mut field: impl FnMut(&str, &str)) -> io::Result<Response> {
        let status = self.read_line()?.split(' ').nth(1).map(str::to_owned);
        let status = status.ok_or_else(|| io::Error::other("a response without a status"))?;
        let mut length = None;
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(": ") {
                field(name, value);
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.parse().ok();
                }
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
