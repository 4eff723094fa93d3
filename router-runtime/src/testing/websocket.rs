//! The test client over a `WebSocket`.

use super::{error::ClientError, request::TestRequest, session::Application};
use axum::{
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{Request, header::HeaderName},
};
use futures_util::{SinkExt, StreamExt};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{fmt, net::SocketAddr};
use tokio::io::{DuplexStream, duplex};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Error, Message, client::IntoClientRequest, handshake::client::Request as Upgrade,
    },
};
use tower::ServiceExt;

/// The bytes that wait between client and application, in each direction.
const BUFFER: usize = 64 << 10;

/// A WebSocket to the application, over HTTP/1.1 in memory. See [`TestRequest::websocket`].
pub struct TestWebSocket {
    socket: WebSocketStream<DuplexStream>,
    link: String,
}

impl fmt::Debug for TestWebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestWebSocket")
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}

impl TestRequest {
    /// Opens a WebSocket, with the headers and cookies of the request. Call it inside a tokio runtime, which runs the connection.
    ///
    /// # Errors
    ///
    /// Fails if the request is invalid, or if the application does not accept the WebSocket. Redirects are not followed.
    ///
    /// ```
    /// use router_runtime::testing::Client;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), router_runtime::testing::ClientError> {
    /// # use axum::extract::ws::WebSocketUpgrade;
    /// # let router = axum::Router::new().route("/echo", axum::routing::any(async |upgrade: WebSocketUpgrade| {
    /// #     upgrade.on_upgrade(async |mut socket| while let Some(Ok(message)) = socket.recv().await { let _ = socket.send(message).await; })
    /// # }));
    /// let mut socket = Client::new(router).get("/echo").websocket().await?;
    /// socket.send_text("hello").await?;
    /// assert_eq!(socket.text().await?, "hello");
    /// socket.close().await
    /// # }
    /// ```
    pub async fn websocket(mut self) -> Result<TestWebSocket, ClientError> {
        let request = self.build()?;
        let upgrade = upgrade(&request).map_err(|error| self.failed(&error))?;
        let (client, server) = duplex(BUFFER);
        serve(server, self.session.service.clone(), self.session.peer);
        match client_async(upgrade, client).await {
            Ok((socket, response)) => {
                self.session.cookies().update(response.headers());
                Ok(TestWebSocket {
                    socket,
                    link: self.link,
                })
            }
            Err(Error::Http(response)) => Err(ClientError::new(format!(
                "expected a WebSocket\nGET {} returned {}",
                self.link,
                response.status()
            ))),
            Err(error) => Err(self.failed(&error)),
        }
    }
}

/// Returns the request of the handshake, with the headers of the test's request.
fn upgrade(request: &Request<Body>) -> Result<Upgrade, Error> {
    let mut upgrade = format!("ws://localhost{}", request.uri()).into_client_request()?;
    let own: Vec<HeaderName> = upgrade.headers().keys().cloned().collect();
    let host = axum::http::header::HOST;
    for (name, value) in request.headers() {
        if *name == host {
            upgrade.headers_mut().insert(name, value.clone());
        } else if !own.contains(name) {
            upgrade.headers_mut().append(name, value.clone());
        }
    }
    Ok(upgrade)
}

/// Serves one connection.
fn serve(socket: DuplexStream, application: Application, peer: SocketAddr) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        application.clone().oneshot(request)
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(socket), service);
    tokio::spawn(connection.with_upgrades());
}

impl TestWebSocket {
    /// Sends a text message.
    ///
    /// # Errors
    ///
    /// Fails if the WebSocket is closed.
    pub async fn send_text(&mut self, text: impl Into<String>) -> Result<(), ClientError> {
        self.send(Message::Text(text.into().into())).await
    }

    /// Sends a binary message.
    ///
    /// # Errors
    ///
    /// Fails if the WebSocket is closed.
    pub async fn send_binary(&mut self, bytes: impl Into<Bytes>) -> Result<(), ClientError> {
        self.send(Message::Binary(bytes.into())).await
    }

    /// Waits for the next message, which must be text.
    ///
    /// # Errors
    ///
    /// Fails if it is not text, or if the WebSocket is closed.
    pub async fn text(&mut self) -> Result<String, ClientError> {
        match self.receive().await? {
            Some(Message::Text(text)) => Ok(text.as_str().to_owned()),
            other => Err(self.unexpected("a text message", other.as_ref())),
        }
    }

    /// Waits for the next message, which must be binary.
    ///
    /// # Errors
    ///
    /// Fails if it is not binary, or if the WebSocket is closed.
    pub async fn binary(&mut self) -> Result<Bytes, ClientError> {
        match self.receive().await? {
            Some(Message::Binary(bytes)) => Ok(bytes),
            other => Err(self.unexpected("a binary message", other.as_ref())),
        }
    }

    /// Waits until the application closes the WebSocket.
    ///
    /// # Errors
    ///
    /// Fails if the application sends a message before, or ends the connection without a closing handshake.
    pub async fn closed(&mut self) -> Result<(), ClientError> {
        match self.receive().await? {
            None => Ok(()),
            other => Err(self.unexpected("the end", other.as_ref())),
        }
    }

    /// Closes the WebSocket and waits until the application has closed it too, with or without a closing handshake. Messages that arrive
    /// meanwhile are discarded.
    ///
    /// # Errors
    ///
    /// Fails if the connection has ended before.
    pub async fn close(mut self) -> Result<(), ClientError> {
        let closed = self.socket.close(None).await;
        closed.map_err(|error| self.failed(&error))?;
        while let Ok(Some(_)) = self.receive().await {}
        Ok(())
    }

    async fn send(&mut self, message: Message) -> Result<(), ClientError> {
        let sent = self.socket.send(message).await;
        sent.map_err(|error| self.failed(&error))
    }

    /// Returns the next text or binary message; `None` after the closing handshake.
    async fn receive(&mut self) -> Result<Option<Message>, ClientError> {
        loop {
            match self.socket.next().await {
                Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => {
                    return Ok(Some(message));
                }
                Some(Ok(Message::Close(_))) => {
                    // The application need not wait for the reply.
                    let _ = self.socket.flush().await;
                    return Ok(None);
                }
                Some(Ok(_)) => {}
                None | Some(Err(Error::ConnectionClosed | Error::AlreadyClosed)) => {
                    return Ok(None);
                }
                Some(Err(error)) => return Err(self.failed(&error)),
            }
        }
    }

    fn failed(&self, error: &Error) -> ClientError {
        ClientError::new(format!("the WebSocket of {} failed: {error}", self.link))
    }

    fn unexpected(&self, expected: &str, found: Option<&Message>) -> ClientError {
        let link = &self.link;
        let found = found.map_or_else(|| "its end".to_owned(), |message| format!("{message:?}"));
        ClientError::new(format!(
            "expected {expected} from the WebSocket of {link}, found {found}"
        ))
    }
}
