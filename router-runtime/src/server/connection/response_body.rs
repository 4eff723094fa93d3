//! The body of a response, which reports when it is sent.

use super::activity::Activity;
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
pub(super) struct Running(Arc<Activity>);

impl Running {
    pub(super) fn new(activity: Arc<Activity>, is_http2: bool) -> Self {
        activity.begin_request(is_http2);
        Self(activity)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.end_request();
    }
}

/// The body of a response.
#[derive(Debug)]
pub(super) struct ResponseBody {
    body: Body,
    /// Only for HTTP/2. The socket of an HTTP/1 connection tells that its client does not read.
    pieces: Option<Pieces>,
    _running: Running,
}

impl ResponseBody {
    pub(super) fn http1(body: Body, running: Running) -> Self {
        Self {
            body,
            pieces: None,
            _running: running,
        }
    }

    pub(super) fn http2(body: Body, running: Running) -> Self {
        let activity = Arc::clone(&running.0);
        let size = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        activity.begin_sending(size);
        Self {
            body,
            pieces: Some(Pieces {
                activity,
                size,
                rest: Bytes::new(),
                is_waiting: false,
            }),
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
            None => Pin::new(&mut this.body).poll_frame(context),
            Some(pieces) => pieces.poll_frame(&mut this.body, context),
        }
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && self.pieces.as_ref().is_none_or(|it| it.rest.is_empty())
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        let mut hint = self.body.size_hint();
        let rest = self.pieces.as_ref().map_or(0, |it| it.rest.len() as u64);
        if rest > 0 {
            let upper = hint.upper().map(|upper| upper + rest);
            hint.set_lower(hint.lower() + rest);
            if let Some(upper) = upper {
                hint.set_upper(upper);
            }
        }
        hint
    }
}

/// A body in pieces. HTTP/2 takes a piece when the window of the client is open, and holds it until it is sent.
#[derive(Debug)]
struct Pieces {
    activity: Arc<Activity>,
    size: usize,
    rest: Bytes,
    is_waiting: bool,
}

impl Pieces {
    fn poll_frame(
        &mut self,
        body: &mut Body,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.end_waiting();
        let (mut data, is_part) = if self.rest.is_empty() {
            match ready!(Pin::new(body).poll_frame(context)) {
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
        self.activity.begin_waiting();
        self.is_waiting = true;
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn end_waiting(&mut self) {
        if std::mem::take(&mut self.is_waiting) {
            self.activity.end_waiting();
        }
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.end_waiting();
        self.activity.end_sending(self.size);
    }
}
