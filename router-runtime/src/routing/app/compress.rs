//! The layer that compresses responses each time they are sent.

use crate::cache::{Coding, MIN_BYTES, is_suitable, vary_by_coding};
use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, Response,
        header::{ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, ETAG},
    },
};
use std::{
    convert::Infallible,
    future::ready,
    pin::Pin,
    task::{Context, Poll},
};
use tower::{Service, ServiceExt, service_fn};
use tower_http::compression::{Compression, predicate::SizeAbove};

/// Compresses the responses of a service.
///
/// [`Compression`] is called after the service and only for a coding that the client prefers. Around the service, it would replace the
/// status of responses to clients that accept no coding and no plain body (`*;q=0`) by 406.
#[derive(Clone)]
pub(super) struct Compress<T> {
    inner: T,
}

impl<T> Compress<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner }
    }
}

impl<T> Service<Request> for Compress<T>
where
    T: Service<Request, Response = Response<Body>, Error = Infallible>,
    T::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let coding = Coding::of_client(request.headers(), |_| true);
        let is_head = request.method() == Method::HEAD;
        let response = self.inner.call(request);
        Box::pin(async move {
            let mut response = response.await?;
            if !may_be_compressed(&response, is_head) {
                return Ok(response);
            }
            vary_by_coding(response.headers_mut());
            match coding {
                None => Ok(response),
                Some(coding) if is_head => {
                    let headers = response.headers_mut();
                    headers.remove(CONTENT_LENGTH);
                    headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
                    Ok(response)
                }
                Some(coding) => Ok(compress(response, coding).await),
            }
        })
    }
}

/// Returns `true` for a text that is large enough, and whose bytes no client can know from elsewhere: by a strong entity tag, or by ranges.
fn may_be_compressed(response: &Response<Body>, is_head: bool) -> bool {
    let headers = response.headers();
    let is_strong = |etag: &HeaderValue| !etag.as_bytes().starts_with(b"W/");
    // The body of a stream does not know its length, and that of a HEAD is empty.
    let of_body = response.body().size_hint().exact().filter(|_| !is_head);
    let length = of_body.or_else(|| content_length(headers));
    length.is_none_or(|length| length >= MIN_BYTES.into())
        && is_suitable(response.status(), headers)
        && !headers.get(ETAG).is_some_and(is_strong)
        && !headers.contains_key(ACCEPT_RANGES)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn compress(response: Response<Body>, coding: Coding) -> Response<Body> {
    // The body of the request is the response.
    let respond = service_fn(|request: axum::http::Request<Response<Body>>| {
        ready(Ok::<_, Infallible>(request.into_body()))
    });
    let mut request = axum::http::Request::new(response);
    let name = HeaderValue::from_static(coding.name());
    request.headers_mut().insert(ACCEPT_ENCODING, name);
    // Any size: `may_be_compressed` has decided.
    let compression = Compression::new(respond).compress_when(SizeAbove::new(0));
    let Ok(response) = compression.oneshot(request).await;
    response.map(Body::new)
}
