//! One request and its response.

use super::super::{limits::Limits, listener::Peer};
use super::{
    activity::Activity,
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
    http::{HeaderValue, StatusCode, Version, header},
    response::Response,
};
use hyper::body::Incoming;
use pin_project_lite::pin_project;
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};
use tower::{Service, ServiceExt, util::Oneshot};

/// The service of a connection.
#[derive(Debug)]
pub(super) struct Exchange<S> {
    pub(super) service: S,
    pub(super) peer: Peer,
    pub(super) is_tls: bool,
    pub(super) activity: Arc<Activity>,
    pub(super) limits: Arc<Limits>,
}

impl<S> hyper::service::Service<axum::http::Request<Incoming>> for Exchange<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    type Response = axum::http::Response<ResponseBody>;
    type Error = Infallible;
    type Future = ExchangeFuture<S>;

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
        let extensions = request.extensions_mut();
        match &self.peer {
            Peer::Tcp(peer) => drop(extensions.insert(ConnectInfo(*peer))),
            #[cfg(unix)]
            Peer::Unix(peer) => drop(extensions.insert(ConnectInfo(peer.clone()))),
        }
        if cfg!(feature = "tls") && self.is_tls {
            extensions.insert(OverTls);
        }
        ExchangeFuture {
            room: is_http2.then(|| Room::Unknown {
                activity: Arc::clone(&self.activity),
                bytes: self.limits.http2_response_buffer,
            }),
            response: self.service.clone().oneshot(request),
            running: Some(Running::new(Arc::clone(&self.activity), is_http2)),
            reading,
        }
    }
}

pin_project! {
    /// The response to a request.
    pub(super) struct ExchangeFuture<S>
    where
        S: Service<Request>,
    {
        // Only for HTTP/2.
        room: Option<Room>,
        #[pin]
        response: Oneshot<S, Request>,
        running: Option<Running>,
        reading: Option<Reading>,
    }
}

/// The place of a response among those that an HTTP/2 connection has not sent.
enum Room {
    Unknown {
        activity: Arc<Activity>,
        bytes: usize,
    },
    Awaited(Pin<Box<dyn Future<Output = Unsent> + Send>>),
    Found(Unsent),
}

impl Room {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            *self = match self {
                Self::Found(_) => return Poll::Ready(()),
                Self::Awaited(room) => Self::Found(ready!(room.as_mut().poll(context))),
                Self::Unknown { activity, bytes } if activity.may_respond(*bytes) => {
                    Self::Found(Unsent::new(Arc::clone(activity)))
                }
                Self::Unknown { activity, bytes } => {
                    let (activity, bytes) = (Arc::clone(activity), *bytes);
                    Self::Awaited(Box::pin(async move {
                        activity.room(bytes).await;
                        Unsent::new(activity)
                    }))
                }
            };
        }
    }

    fn into_unsent(self) -> Option<Unsent> {
        match self {
            Self::Found(unsent) => Some(unsent),
            _ => None,
        }
    }
}

impl<S> Future for ExchangeFuture<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Output = Result<axum::http::Response<ResponseBody>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Some(room) = this.room {
            ready!(room.poll(context));
        }
        let Ok(mut response) = ready!(this.response.poll(context));
        if this
            .reading
            .take()
            .is_some_and(|reading| !reading.respond())
        {
            response = too_slow(response, this.room.is_some());
        }
        let Some(running) = this.running.take() else {
            // hyper does not poll a future that has completed.
            return Poll::Pending;
        };
        let unsent = this.room.take().and_then(Room::into_unsent);
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
