//! Bodies of requests that wrap another body.

use axum::{
    BoxError,
    body::{Body, Bytes, HttpBody},
};
use http_body_util::BodyExt;
use std::any::Any;

/// Returns a body that wraps another as the body of a request.
///
/// [`Body::new`] adds its own type around an error, and axum's extractors look for the cause of an error below two of them at most: with
/// more of them, a limit of a layer would be a 400 instead of a 413. Here the type of the inner body is removed first.
pub(crate) fn wrapped_body<B>(body: B) -> Body
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let mut body = Some(body);
    if let Some(body) = (&mut body as &mut dyn Any).downcast_mut::<Option<Body>>() {
        return body.take().unwrap_or_default();
    }
    body.map_or_else(Body::empty, |body| Body::new(body.map_err(without_wrapper)))
}

fn without_wrapper(error: impl Into<BoxError>) -> BoxError {
    match error.into().downcast::<axum::Error>() {
        Ok(error) => error.into_inner(),
        Err(error) => error,
    }
}
