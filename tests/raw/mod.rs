//! A client that writes bytes and reads bytes. [`frames`] adds those of HTTP/2.

pub mod frames;

use crate::wait::TIMEOUT;
use std::net::SocketAddr;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// A connection.
pub struct Client<S = TcpStream>(pub S);

impl Client {
    pub async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Sends a `GET` and returns the head and the body of the response, which has a `Content-Length`.
    pub async fn get(&mut self, path: &str) -> String {
        self.write(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n"))
            .await;
        self.response().await
    }

    /// Reads a response with a `Content-Length`.
    pub async fn response(&mut self) -> String {
        let head = self.until("\r\n\r\n").await;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        let read = timeout(TIMEOUT, self.0.read_exact(&mut body)).await;
        read.unwrap().unwrap();
        head + &String::from_utf8(body).unwrap()
    }

    /// Reads up to the first occurrence of `end`.
    pub async fn until(&mut self, end: &str) -> String {
        let mut text = String::new();
        while !text.ends_with(end) {
            let byte = timeout(TIMEOUT, self.0.read_u8()).await;
            let byte = byte.unwrap_or_else(|_| panic!("no {end:?} in {text:?}"));
            text.push(char::from(byte.unwrap()));
        }
        text
    }

    /// Everything until the server closes the connection; a reset ends it, too.
    pub async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let read = timeout(TIMEOUT, self.0.read_to_end(&mut bytes)).await;
        let _ = read.expect("the server should have closed the connection");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
