//! HTTP/1 as bytes on a socket: some recorded requests are not valid for a client library.

use crate::case::Request;
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// A response with every mention of the server's port replaced by `PORT`.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Lower-case names, bytes of values read as Latin-1.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// True where the connection ended before a chunked body did.
    pub(crate) is_incomplete: bool,
}

/// Sends a request on a new connection and reads the complete response.
pub(crate) async fn send(server: SocketAddr, request: &Request) -> io::Result<Response> {
    timeout(Duration::from_secs(10), exchange(server, request))
        .await
        .map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no response within ten seconds"))?
}

async fn exchange(server: SocketAddr, request: &Request) -> io::Result<Response> {
    let mut stream = TcpStream::connect(server).await?;
    let mut received = Vec::new();
    let sent = stream.write_all(&encode(server, request)).await;
    let read = stream.read_to_end(&mut received).await;
    match decode(server, request, &received) {
        Some(response) => Ok(response),
        None => Err(sent
            .err()
            .or(read.err())
            .unwrap_or_else(|| io::Error::other(format!("not a response: {received:?}")))),
    }
}

fn encode(server: SocketAddr, request: &Request) -> Vec<u8> {
    let mut headers = request.headers.clone();
    let mut header = |name: &str, value: String| {
        if !headers
            .iter()
            .any(|(given, _)| given.eq_ignore_ascii_case(name))
        {
            headers.push((name.to_owned(), value));
        }
    };
    header("Host", server.to_string());
    header("Connection", "close".to_owned());
    let is_framed = |(name, _): &(String, String)| name.eq_ignore_ascii_case("transfer-encoding");
    if let Some(body) = request
        .body
        .as_ref()
        .filter(|_| !request.headers.iter().any(is_framed))
    {
        header("Content-Length", body.len().to_string());
    }
    let mut lines = vec![format!(
        "{} {} HTTP/{}",
        request.method, request.path, request.version
    )];
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    let mut bytes = latin1(&(lines.join("\r\n") + "\r\n\r\n"));
    bytes.extend(request.body.iter().flatten());
    bytes
}

/// The recording spells bytes above ASCII as Latin-1.
fn latin1(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(character.to_string().bytes()),
        }
    }
    bytes
}

fn decode(server: SocketAddr, request: &Request, received: &[u8]) -> Option<Response> {
    let end = received
        .windows(4)
        .position(|window| window == b"\r\n\r\n")?;
    let head: String = received[..end]
        .iter()
        .map(|&byte| char::from(byte))
        .collect();
    let rest = &received[end + 4..];
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    if status == 100 {
        return decode(server, request, rest);
    }
    let port = format!(":{}", server.port());
    let headers: Vec<(String, String)> = lines
        .map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((
                name.to_ascii_lowercase(),
                value.trim().replace(&port, ":PORT"),
            ))
        })
        .collect::<Option<_>>()?;
    let value = |name: &str| Some(headers.iter().find(|(given, _)| given == name)?.1.as_str());
    let bodiless = request.method == "HEAD" || matches!(status, 100..200 | 204 | 304);
    let mut is_incomplete = false;
    let body = if bodiless {
        (rest.is_empty()).then(Vec::new)?
    } else if value("transfer-encoding") == Some("chunked") {
        let (body, is_whole) = unchunk(rest)?;
        is_incomplete = !is_whole;
        body
    } else if let Some(length) = value("content-length") {
        (rest.len() == length.parse::<usize>().ok()?).then(|| rest.to_vec())?
    } else {
        rest.to_vec()
    };
    let body = match String::from_utf8(body) {
        Ok(text) => text.replace(&port, ":PORT").into_bytes(),
        Err(error) => error.into_bytes(),
    };
    Some(Response {
        status,
        headers,
        body,
        is_incomplete,
    })
}

/// The body, and true where it was complete.
fn unchunk(mut rest: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut body = Vec::new();
    loop {
        if rest.is_empty() {
            return Some((body, false));
        }
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let size =
            usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?.trim(), 16).ok()?;
        rest = &rest[line + 2..];
        if size == 0 {
            return Some((body, true));
        }
        body.extend(rest.get(..size)?);
        rest = rest.get(size + 2..)?;
    }
}
