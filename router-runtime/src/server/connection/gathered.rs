//! The body of a response, whose small chunks are put together.

use axum::body::{Body, Bytes, HttpBody};
use bytes::BytesMut;
use hyper::body::{Frame, SizeHint};
use std::{
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// The bytes of a chunk that is not copied, and of chunks that are put together.
const ENOUGH: usize = 8 * 1024;
/// The chunks that are put together, at most. A handler may take some time for each.
const CHUNKS: u8 = 64;
/// The turns of other tasks for which the chunks of a task that sends many wait.
const TURNS: u8 = 3;

/// The body of a response.
///
/// A chunk is encoded and written by itself, which costs more than to copy a small one. Those that are ready at the same time become
/// one. The first one never waits for another. After several came at once, the next ones wait until the task that sends them has had its
/// turn, which takes no longer than that.
#[derive(Debug)]
pub(super) struct Gathered {
    body: Body,
    /// The chunks that are put together, and their number.
    held: BytesMut,
    chunks: u8,
    /// The last chunks came at once.
    is_fast: bool,
    turns: u8,
    /// The frame after those that were put together, or the end of the body.
    next: Poll<Option<Result<Frame<Bytes>, axum::Error>>>,
}

impl Gathered {
    pub(super) fn new(body: Body) -> Self {
        Self {
            body,
            held: BytesMut::new(),
            chunks: 0,
            is_fast: false,
            turns: 0,
            next: Poll::Pending,
        }
    }

    #[inline]
    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if !self.held.is_empty() {
            return self.gather(Bytes::new(), context);
        }
        let frame = match mem::replace(&mut self.next, Poll::Pending) {
            Poll::Ready(next) => next,
            Poll::Pending => ready!(Pin::new(&mut self.body).poll_frame(context)),
        };
        match frame {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(first) if first.len() < ENOUGH && !self.body.is_end_stream() => {
                    self.chunks = 1;
                    self.gather(first, context)
                }
                Ok(data) => Poll::Ready(Some(Ok(Frame::data(data)))),
                Err(trailers) => Poll::Ready(Some(Ok(trailers))),
            },
            end => Poll::Ready(end),
        }
    }

    /// Puts the first chunk, or those that are held, and those that are ready together.
    fn gather(
        &mut self,
        mut first: Bytes,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        while self.chunks < CHUNKS {
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Pending if self.is_fast && self.turns < TURNS => {
                    self.turns += 1;
                    self.hold(&first);
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Pending => break,
                Poll::Ready(Some(Ok(frame))) if self.has_room(&frame) => {
                    self.hold(&mem::take(&mut first));
                    if let Ok(chunk) = frame.into_data() {
                        self.hold(&chunk);
                    }
                    self.chunks += 1;
                    if self.body.is_end_stream() {
                        break;
                    }
                }
                next @ Poll::Ready(_) => {
                    self.next = next;
                    break;
                }
            }
        }
        self.is_fast = mem::take(&mut self.chunks) > 1;
        self.turns = 0;
        let data = if self.held.is_empty() {
            first
        } else {
            self.held.split().freeze()
        };
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn has_room(&self, frame: &Frame<Bytes>) -> bool {
        let data = frame.data_ref();
        data.is_some_and(|data| self.held.len() + data.len() < ENOUGH)
    }

    fn hold(&mut self, chunk: &Bytes) {
        if self.held.is_empty() {
            self.held.reserve(ENOUGH);
        }
        self.held.extend_from_slice(chunk);
    }

    #[inline]
    pub(super) fn is_end_stream(&self) -> bool {
        self.held.is_empty()
            && match &self.next {
                Poll::Pending => self.body.is_end_stream(),
                Poll::Ready(next) => next.is_none(),
            }
    }

    #[inline]
    pub(super) fn size_hint(&self) -> SizeHint {
        let next = match &self.next {
            Poll::Ready(Some(Ok(frame))) => frame.data_ref().map_or(0, Bytes::len),
            _ => 0,
        };
        longer(self.body.size_hint(), self.held.len() + next)
    }
}

/// Returns the hint for a body with so many bytes more.
pub(super) fn longer(hint: SizeHint, bytes: usize) -> SizeHint {
    if bytes == 0 {
        return hint;
    }
    let mut longer = SizeHint::new();
    longer.set_lower(hint.lower() + bytes as u64);
    if let Some(upper) = hint.upper() {
        longer.set_upper(upper + bytes as u64);
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::Gathered;
    use axum::{
        body::{Body, Bytes},
        http::HeaderMap,
    };
    use hyper::body::Frame;
    use std::{
        collections::VecDeque,
        io,
        pin::Pin,
        task::{Context, Poll, Waker},
    };

    /// A body with these frames; `Pending` between some of them.
    struct Script(VecDeque<Poll<Result<Frame<Bytes>, io::Error>>>);

    impl hyper::body::Body for Script {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            match self.0.pop_front() {
                Some(Poll::Ready(frame)) => Poll::Ready(Some(frame)),
                Some(Poll::Pending) => Poll::Pending,
                None => Poll::Ready(None),
            }
        }
    }

    /// Returns the chunks, `!` for an error, and `.` for trailers. A body that is pending is polled again.
    fn frames(script: Vec<Poll<Result<Frame<Bytes>, io::Error>>>) -> Vec<String> {
        let mut body = Gathered::new(Body::new(Script(script.into())));
        let mut seen = Vec::new();
        loop {
            let text = match body.poll_frame(&mut Context::from_waker(Waker::noop())) {
                Poll::Pending => continue,
                Poll::Ready(None) => return seen,
                Poll::Ready(Some(Err(_))) => "!".to_owned(),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) if data.len() > 100 => data.len().to_string(),
                    Ok(data) => String::from_utf8(data.to_vec()).unwrap(),
                    Err(_) => ".".to_owned(),
                },
            };
            seen.push(text);
        }
    }

    fn chunk(text: impl Into<Bytes>) -> Poll<Result<Frame<Bytes>, io::Error>> {
        Poll::Ready(Ok(Frame::data(text.into())))
    }

    #[test]
    fn chunks_that_are_ready_become_one_and_none_waits_for_another() {
        let error = || Poll::Ready(Err(io::Error::other("an error")));
        let trailers = || Poll::Ready(Ok(Frame::trailers(HeaderMap::new())));
        let large = || chunk(vec![b'x'; 10_000]);
        for (script, expected) in [
            (vec![chunk("a"), chunk("b"), chunk("c")], &["abc"][..]),
            (
                vec![chunk("a"), Poll::Pending, chunk("b"), chunk("c")],
                &["a", "bc"],
            ),
            (vec![chunk("a"), chunk("b"), error()], &["ab", "!"]),
            (vec![chunk("a"), chunk("b"), trailers()], &["ab", "."]),
            (vec![chunk("a"), large(), chunk("b")], &["a", "10000", "b"]),
            (vec![large(), large()], &["10000", "10000"]),
            (vec![chunk(""), chunk("")], &[""]),
            // From a task that sends several at once.
            (
                vec![
                    chunk("a"),
                    chunk("b"),
                    Poll::Pending,
                    chunk("c"),
                    Poll::Pending,
                    chunk("d"),
                    Poll::Pending,
                    Poll::Pending,
                    Poll::Pending,
                    chunk("e"),
                    error(),
                ],
                &["ab", "cd", "e", "!"],
            ),
            (vec![], &[]),
        ] {
            assert_eq!(frames(script), expected);
        }
    }

    #[test]
    fn the_chunks_of_one_frame_are_bounded() {
        let many = frames((0..200).map(|_| chunk("x")).collect());
        let lengths: Vec<_> = many.iter().map(String::len).collect();
        assert_eq!(lengths, [64, 64, 64, 8]);
        let frames = frames((0..20).map(|_| chunk(vec![b'x'; 1000])).collect());
        assert!(
            frames
                .iter()
                .all(|it| it.parse::<usize>().unwrap() < 10_000)
        );
        assert_eq!(frames.len(), 3);
    }
}
