//! The body of a response, which reports when it is sent.

use super::super::activity::Activity;
use super::gathered::Gathered;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

/// The bytes of an HTTP/2 response that are passed on at once.
const PIECE: usize = 64 * 1024;

/// A request that runs, until its response is sent.
#[derive(Debug)]
pub(super) struct Running {
    activity: Arc<Activity>,
    has_response: bool,
}

impl Running {
    pub(super) fn new(activity: Arc<Activity>, is_http2: bool) -> Self {
        activity.begin_request(is_http2);
        Self {
            activity,
            has_response: false,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.has_response {
            self.activity.cancel_request();
        }
        self.activity.end_request();
    }
}

/// A response of an HTTP/2 connection that is not sent completely.
#[derive(Debug)]
pub(super) struct Unsent {
    activity: Arc<Activity>,
    bytes: usize,
}

impl Unsent {
    /// Counts a response whose handler begins.
    pub(super) fn new(activity: Arc<Activity>) -> Self {
        activity.begin_response();
        Self { activity, bytes: 0 }
    }

    fn begin_sending(&mut self, bytes: usize) {
        self.bytes = bytes;
        self.activity.begin_sending(bytes);
    }
}

impl Drop for Unsent {
    fn drop(&mut self) {
        self.activity.end_response(self.bytes);
    }
}

/// The body of a response.
#[derive(Debug)]
pub(super) struct ResponseBody {
    body: Gathered,
    /// Only for HTTP/2. The socket of an HTTP/1 connection shows that its client does not read.
    pieces: Option<Pieces>,
    _running: Running,
}

impl ResponseBody {
    pub(super) fn new(body: Body, mut running: Running, unsent: Option<Unsent>) -> Self {
        running.has_response = true;
        let body = Gathered::new(body);
        Self {
            pieces: unsent.map(|unsent| Pieces::new(unsent, &body)),
            body,
            _running: running,
        }
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    #[inline]
    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        match &mut this.pieces {
            None => this.body.poll_frame(context),
            Some(pieces) => pieces.poll_frame(&mut this.body, context),
        }
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && self.pieces.as_ref().is_none_or(|it| it.rest.is_empty())
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A body in pieces. HTTP/2 takes a piece when the window of the client is open, and holds it until it is sent.
#[derive(Debug)]
struct Pieces {
    unsent: Unsent,
    rest: Bytes,
    is_waiting: bool,
}

impl Pieces {
    fn new(mut unsent: Unsent, body: &Gathered) -> Self {
        let bytes = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        unsent.begin_sending(bytes);
        Self {
            unsent,
            rest: Bytes::new(),
            is_waiting: false,
        }
    }

    fn poll_frame(
        &mut self,
        body: &mut Gathered,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.end_waiting();
        let (mut data, is_part) = if self.rest.is_empty() {
            match ready!(body.poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => (data, false),
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                end => return Poll::Ready(end),
            }
        } else {
            (std::mem::take(&mut self.rest), true)
        };
        if data.len() > PIECE {
            self.rest = data.split_off(PIECE);
        } else if is_part {
            // The last piece may be held after the end of this body, and the memory of the others with it.
            data = Bytes::copy_from_slice(&data);
        }
        self.unsent.activity.begin_waiting();
        self.is_waiting = true;
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn end_waiting(&mut self) {
        if std::mem::take(&mut self.is_waiting) {
            self.unsent.activity.end_waiting();
        }
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.end_waiting();
    }
}
