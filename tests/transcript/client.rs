//! A small HTTP client: one request per connection, with the target exactly as written.

use super::{Request, Response};
use std::{
    fmt::{Display, Write as _},
    io::{BufRead, BufReader, Read, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// A response that is being read.
#[derive(Debug)]
pub struct Connection {
    pub reader: BufReader<TcpStream>,
    without_body: bool,
    pub response: Response,
}

impl Connection {
    /// Sends the request and reads the head of the response.
    pub fn open(program: SocketAddr, request: &Request) -> Result<Self, String> {
        let mut stream = TcpStream::connect(program).map_err(text)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(text)?;
        stream
            .write_all(written(request).as_bytes())
            .map_err(text)?;
        let mut connection = Self {
            reader: BufReader::new(stream),
            without_body: request.method == "HEAD",
            response: Response::default(),
        };
        connection.read_head()?;
        Ok(connection)
    }

    /// Reads the next piece of the body as it was sent; `None` at its end.
    pub fn read_chunk(&mut self) -> Result<Option<String>, String> {
        let size = self.read_line()?;
        let size =
            u64::from_str_radix(&size, 16).map_err(|_| format!("no chunk size: {size:?}"))?;
        let chunk = self.read_exactly(size)?;
        self.read_line()?;
        Ok((size > 0).then_some(chunk))
    }

    /// Reads the rest.
    pub fn read_all(mut self) -> Result<Response, String> {
        let length = self.response.header("content-length").map(str::to_owned);
        if self.without_body {
        } else if self.response.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.read_chunk()? {
                self.response.body += &chunk;
            }
        } else if let Some(length) = length {
            let length = length.parse().map_err(text)?;
            self.response.body = self.read_exactly(length)?;
        }
        let mut rest = Vec::new();
        self.reader.read_to_end(&mut rest).map_err(text)?;
        if rest.is_empty() {
            Ok(self.response)
        } else {
            Err(format!("{} bytes after the response", rest.len()))
        }
    }

    fn read_head(&mut self) -> Result<(), String> {
        let line = self.read_line()?;
        let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
        self.response.status = status.ok_or_else(|| format!("no status line: {line:?}"))?;
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                return Ok(());
            }
            let header = line.split_once(": ");
            let (name, value) = header.ok_or_else(|| format!("no header: {line:?}"))?;
            let header = (name.to_lowercase(), value.to_owned());
            self.response.headers.push(header);
        }
    }

    fn read_line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        self.reader.read_line(&mut line).map_err(text)?;
        let line = line.strip_suffix("\r\n");
        line.map(str::to_owned)
            .ok_or_else(|| "the response breaks off".to_owned())
    }

    fn read_exactly(&mut self, length: u64) -> Result<String, String> {
        let mut bytes = Vec::new();
        let read = (&mut self.reader).take(length).read_to_end(&mut bytes);
        if read.map_err(text)? as u64 != length {
            return Err("the body breaks off".to_owned());
        }
        String::from_utf8(bytes).map_err(text)
    }
}

fn written(request: &Request) -> String {
    let Request {
        method,
        host,
        target,
        headers,
        body,
    } = request;
    let mut head = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\n");
    if headers.iter().all(|(name, _)| name != "host") {
        let _ = write!(head, "host: {host}\r\n");
    }
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let body = body.as_deref().unwrap_or_default();
    if !body.is_empty() {
        let _ = write!(head, "content-length: {}\r\n", body.len());
    }
    head + "\r\n" + body
}

fn text(error: impl Display) -> String {
    error.to_string()
}
