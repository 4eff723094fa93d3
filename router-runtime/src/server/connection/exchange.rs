//! One request and its response.

use super::super::{activity::Activity, application::Application, limits::Limits, listener::Peer};
use super::{
    request_body::{Reading, RequestBody},
    response_body::{ResponseBody, Running, Unsent},
};
use crate::{
    client::OverTls,
    errors::{text_headers, text_response},
};
use axum::{
    body::{Body, HttpBody},
    extract::{ConnectInfo, Request},
    http::{Extensions, HeaderValue, StatusCode, Version, header},
    response::Response,
};
use hyper::body::Incoming;
use pin_project_lite::pin_project;
use std::{
    cell::Cell,
    convert::Infallible,
    mem,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};
#[cfg(unix)]
use tokio::net::unix;

/// The service of a connection.
pub(super) struct Exchange<A> {
    application: A,
    peer: Peer,
    is_tls: bool,
    activity: Arc<Activity>,
    limits: Arc<Limits>,
    /// The extensions of an earlier request that the application left, for the next one.
    extensions: Cell<Extensions>,
}

impl<A> Exchange<A> {
    pub(super) fn new(
        application: A,
        peer: Peer,
        is_tls: bool,
        activity: Arc<Activity>,
        limits: Arc<Limits>,
    ) -> Self {
        Self {
            application,
            peer,
            is_tls,
            activity,
            limits,
            extensions: Cell::default(),
        }
    }

    /// Adds the extensions of the connection.
    fn extend(&self, extensions: &mut Extensions) {
        let left = self.extensions.take();
        if extensions.is_empty() && !left.is_empty() {
            *extensions = left;
            return;
        }
        match &self.peer {
            Peer::Tcp(peer) => drop(extensions.insert(ConnectInfo(*peer))),
            #[cfg(unix)]
            Peer::Unix(peer) => drop(extensions.insert(ConnectInfo(peer.clone()))),
        }
        if cfg!(feature = "tls") && self.is_tls {
            extensions.insert(OverTls);
        }
    }

    /// Takes the extensions of the connection from a request that the application neither took nor changed.
    fn recover(&self, extensions: &mut Extensions) {
        let is_unchanged = extensions.len() == 1 + usize::from(self.is_tls)
            && (!self.is_tls || extensions.get::<OverTls>().is_some())
            && match &self.peer {
                Peer::Tcp(peer) => extensions
                    .get()
                    .is_some_and(|ConnectInfo(it): &ConnectInfo<SocketAddr>| it == peer),
                #[cfg(unix)]
                Peer::Unix(peer) => extensions.get().is_some_and(
                    |ConnectInfo(it): &ConnectInfo<unix::SocketAddr>| {
                        it.as_pathname() == peer.as_pathname()
                    },
                ),
            };
        if is_unchanged {
            self.extensions.set(mem::take(extensions));
        }
    }
}

impl<A: Application> hyper::service::Service<axum::http::Request<Incoming>> for Exchange<A> {
    type Response = axum::http::Response<ResponseBody>;
    type Error = Infallible;
    type Future = ExchangeFuture<A::Future>;

    fn call(&self, request: axum::http::Request<Incoming>) -> Self::Future {
        let is_http2 = request.version() == Version::HTTP_2;
        let mut reading = None;
        let mut request = request.map(|body| match self.limits.body_progress {
            _ if body.is_end_stream() => Body::empty(),
            None => Body::new(body),
            Some(progress) => {
                let reading = reading.insert(Reading::default()).clone();
                Body::new(RequestBody::new(body, progress, reading))
            }
        });
        self.extend(request.extensions_mut());
        let running = Some(Running::new(Arc::clone(&self.activity), is_http2));
        if is_http2 && !self.activity.has_few_responses() {
            return ExchangeFuture {
                state: State::Waiting {
                    waiting: self.respond_later(request),
                },
                unsent: None,
                running,
                reading,
            };
        }
        let response = self.application.respond(&mut request);
        self.recover(request.extensions_mut());
        ExchangeFuture {
            state: State::Responding { response },
            unsent: is_http2.then(|| Unsent::new(Arc::clone(&self.activity))),
            running,
            reading,
        }
    }
}

impl<A: Application> Exchange<A> {
    /// Responds on the task of a stream, when the connection has sent enough of its other responses.
    fn respond_later(&self, mut request: Request) -> Waiting<A::Future> {
        let (activity, application) = (Arc::clone(&self.activity), self.application.clone());
        let bytes = self.limits.http2_response_buffer;
        Box::pin(async move {
            activity.room(bytes).await;
            (Unsent::new(activity), application.respond(&mut request))
        })
    }
}

type Waiting<F> = Pin<Box<dyn Future<Output = (Unsent, F)> + Send>>;

pin_project! {
    /// The response to a request.
    pub(super) struct ExchangeFuture<F> {
        #[pin]
        state: State<F>,
        // Only for HTTP/2.
        unsent: Option<Unsent>,
        running: Option<Running>,
        reading: Option<Reading>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        /// Only for a request over HTTP/2 that arrives while there are many others.
        Waiting { waiting: Waiting<F> },
        Responding {
            #[pin]
            response: F,
        },
    }
}

impl<F> Future for ExchangeFuture<F>
where
    F: Future<Output = Result<Response, Infallible>>,
{
    type Output = Result<axum::http::Response<ResponseBody>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let Ok(mut response) = loop {
            match this.state.as_mut().project() {
                StateProjection::Responding { response } => break ready!(response.poll(context)),
                StateProjection::Waiting { waiting } => {
                    let (unsent, response) = ready!(waiting.as_mut().poll(context));
                    *this.unsent = Some(unsent);
                    this.state.set(State::Responding { response });
                }
            }
        };
        if this
            .reading
            .take()
            .is_some_and(|reading| !reading.respond())
        {
            response = too_slow(response, this.unsent.is_some());
        }
        // hyper does not poll a future that has completed.
        let Some(running) = this.running.take() else {
            return Poll::Pending;
        };
        let unsent = this.unsent.take();
        Poll::Ready(Ok(
            response.map(|body| ResponseBody::new(body, running, unsent))
        ))
    }
}

/// Returns the response to a body that arrives too slowly (RFC 9110 section 15.5.9): that of the application, if it is a 408.
#[cold]
fn too_slow(mut response: Response, is_http2: bool) -> Response {
    if response.status() != StatusCode::REQUEST_TIMEOUT {
        response = text_response(StatusCode::REQUEST_TIMEOUT, text_headers());
    }
    if !is_http2 {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{Activity, Application, Exchange, Limits, Peer};
    use axum::{
        body::Body,
        extract::{ConnectInfo, Request},
        response::Response,
    };
    use hyper::server::conn::http1;
    use hyper_util::rt::TokioIo;
    use std::{
        convert::Infallible,
        future::{Ready, ready},
        net::SocketAddr,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering::Relaxed},
        },
    };
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    /// Responds with the address of the client, which it changes in the second request.
    #[derive(Clone, Default)]
    struct Changing(Arc<AtomicUsize>);

    impl Application for Changing {
        type Future = Ready<Result<Response, Infallible>>;

        fn respond(&self, request: &mut Request) -> Self::Future {
            let peer: Option<&mut ConnectInfo<SocketAddr>> = request.extensions_mut().get_mut();
            let ConnectInfo(peer) = peer.unwrap();
            let text = peer.to_string();
            if self.0.fetch_add(1, Relaxed) == 1 {
                *peer = "192.0.2.1:1".parse().unwrap();
            }
            ready(Ok(Response::new(Body::from(text))))
        }
    }

    #[tokio::test]
    async fn a_changed_address_is_not_that_of_the_next_request() {
        const OWN: &str = "192.0.2.7:8080";
        let exchange = Exchange::new(
            Changing::default(),
            Peer::Tcp(OWN.parse().unwrap()),
            false,
            Arc::<Activity>::default(),
            Arc::<Limits>::default(),
        );
        let (mut client, server) = duplex(4096);
        let connection = http1::Builder::new().serve_connection(TokioIo::new(server), exchange);
        tokio::spawn(connection);
        let request = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        for _ in 0..3 {
            client.write_all(request.as_bytes()).await.unwrap();
            let mut response = [0; 1024];
            let length = client.read(&mut response).await.unwrap();
            let response = str::from_utf8(&response[..length]).unwrap();
            assert!(response.ends_with(OWN), "{response}");
        }
    }
}
