//! Bodies that are read up to a limit.

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt;
use hyper::body::Frame;
use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

/// A body that was read to its end or to the limit.
#[derive(Debug)]
pub(crate) enum Collected {
    /// The whole body.
    Whole(Bytes),
    /// A longer body: the bytes that were read, then the rest.
    TooLarge(Body),
    /// A body that ended with an error: the bytes that were read, then the error.
    Broken(Body),
}

/// Reads a body of at most `limit` bytes. A longer one is not buffered any further.
pub(crate) async fn collect(mut body: Body, limit: usize) -> Collected {
    if body.size_hint().lower() > limit as u64 {
        return Collected::TooLarge(body);
    }
    let mut read = VecDeque::new();
    let mut length = 0;
    loop {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    length += data.len();
                    read.push_back(data);
                }
                if length > limit {
                    let rest = Rest::Body(body);
                    return Collected::TooLarge(Body::new(Resumed { read, rest }));
                }
            }
            Some(Err(error)) => {
                let rest = Rest::Error(Some(error));
                return Collected::Broken(Body::new(Resumed { read, rest }));
            }
        }
    }
    Collected::Whole(match read.len() {
        0 => Bytes::new(),
        1 => read.pop_front().unwrap_or_default(),
        _ => read.iter().flat_map(|data| data.iter().copied()).collect(),
    })
}

/// The bytes that were read of a body, then the rest.
struct Resumed {
    read: VecDeque<Bytes>,
    rest: Rest,
}

enum Rest {
    Body(Body),
    Error(Option<axum::Error>),
}

impl HttpBody for Resumed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(data) = self.read.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        match &mut self.rest {
            Rest::Body(body) => Pin::new(body).poll_frame(context),
            Rest::Error(error) => Poll::Ready(error.take().map(Err)),
        }
    }
}

#[cfg(test)]
#[path = "body/tests.rs"]
mod tests;
