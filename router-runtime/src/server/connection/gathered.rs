//! The body of a response, whose small chunks are put together.

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::{
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// The bytes of a chunk that is not copied, and of chunks that are put together.
const ENOUGH: usize = 8 * 1024;
/// The chunks that are taken before hyper sends them, at most. A handler may compute each of them when it is taken.
const CHUNKS: u8 = 64;
/// The turns of other tasks for which chunks of a fast sender are held.
const TURNS: u8 = 3;

type NextFrame = Option<Result<Frame<Bytes>, axum::Error>>;

/// The body of a response.
///
/// Writing a chunk costs more than copying a small one, so chunks that are ready together become one. The first chunk is sent at once.
/// After several chunks were ready together, later ones wait for up to three turns of other tasks.
#[derive(Debug)]
pub(super) struct Gathered {
    body: Body,
    /// Only after the first chunk of several.
    chunks: Option<Box<Chunks>>,
}

impl Gathered {
    pub(super) fn new(body: Body) -> Self {
        Self { body, chunks: None }
    }

    #[inline]
    pub(super) fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<NextFrame> {
        if let Some(chunks) = &mut self.chunks {
            return chunks.poll_frame(&mut self.body, context);
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(first)) = &frame
            && let Some(first) = first.data_ref()
            && !self.body.is_end_stream()
        {
            self.chunks = Some(Box::new(Chunks::after(first)));
        }
        Poll::Ready(frame)
    }

    #[inline]
    pub(super) fn is_end_stream(&self) -> bool {
        match &self.chunks {
            None => self.body.is_end_stream(),
            Some(chunks) => chunks.is_end_stream(&self.body),
        }
    }

    /// Returns the length of the whole body. hyper reads it before the first frame only.
    #[inline]
    pub(super) fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The chunks of a body after the first one.
#[derive(Debug)]
struct Chunks {
    /// The chunks that are put together, and their number.
    held: Vec<u8>,
    number: u8,
    /// The number of chunks since hyper sent some.
    unsent: u8,
    /// The largest number of unsent chunks. It grows, so that the first chunks are sent soon.
    max_unsent: u8,
    /// hyper sends what it has when the body is pending.
    has_to_pause: bool,
    /// The last chunks came at once.
    is_fast: bool,
    turns: u8,
    /// The frame after those that were put together, or the end of the body.
    next: Poll<NextFrame>,
}

impl Chunks {
    fn after(first: &Bytes) -> Self {
        Self {
            held: Vec::new(),
            number: 0,
            unsent: 0,
            max_unsent: 2,
            has_to_pause: first.len() < ENOUGH,
            is_fast: false,
            turns: 0,
            next: Poll::Pending,
        }
    }

    fn poll_frame(&mut self, body: &mut Body, context: &mut Context<'_>) -> Poll<NextFrame> {
        if mem::take(&mut self.has_to_pause) {
            return pause(context);
        }
        if !self.held.is_empty() {
            return self.gather(Bytes::new(), body, context);
        }
        let frame = match mem::replace(&mut self.next, Poll::Pending) {
            Poll::Ready(next) => next,
            Poll::Pending => match ready!(Pin::new(&mut *body).poll_frame(context)) {
                error @ Some(Err(_)) => {
                    self.next = Poll::Ready(error);
                    return pause(context);
                }
                frame => frame,
            },
        };
        match frame {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(first) if first.len() < ENOUGH && !body.is_end_stream() => {
                    self.number = 1;
                    self.unsent += 1;
                    self.gather(first, body, context)
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
        body: &mut Body,
        context: &mut Context<'_>,
    ) -> Poll<NextFrame> {
        loop {
            if self.unsent >= self.max_unsent {
                self.unsent = 0;
                self.max_unsent = (2 * self.max_unsent).min(CHUNKS);
                self.has_to_pause = true;
                break;
            }
            match Pin::new(&mut *body).poll_frame(context) {
                Poll::Pending if self.is_fast && self.turns < TURNS => {
                    self.turns += 1;
                    self.held.extend_from_slice(&first);
                    return pause(context);
                }
                Poll::Pending => {
                    self.unsent = 0;
                    break;
                }
                Poll::Ready(Some(Ok(frame))) if self.has_room(&first, &frame) => {
                    self.held.extend_from_slice(&mem::take(&mut first));
                    if let Ok(chunk) = frame.into_data() {
                        self.held.extend_from_slice(&chunk);
                    }
                    self.number += 1;
                    self.unsent += 1;
                    if body.is_end_stream() {
                        break;
                    }
                }
                Poll::Ready(next) => {
                    // hyper drops what it has not sent before an error. If the client cannot take it, it is lost nevertheless.
                    self.has_to_pause = matches!(next, Some(Err(_)));
                    self.next = Poll::Ready(next);
                    break;
                }
            }
        }
        self.is_fast = mem::take(&mut self.number) > 1;
        self.turns = 0;
        let data = if self.held.is_empty() {
            first
        } else {
            mem::take(&mut self.held).into()
        };
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn has_room(&self, first: &Bytes, frame: &Frame<Bytes>) -> bool {
        let before = first.len() + self.held.len();
        let data = frame.data_ref();
        data.is_some_and(|data| before + data.len() < ENOUGH)
    }

    fn is_end_stream(&self, body: &Body) -> bool {
        self.held.is_empty()
            && match &self.next {
                Poll::Pending => body.is_end_stream(),
                Poll::Ready(next) => next.is_none(),
            }
    }
}

/// Lets hyper send what it has, and other tasks run.
fn pause<T>(context: &Context<'_>) -> Poll<T> {
    context.waker().wake_by_ref();
    Poll::Pending
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
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering::Relaxed},
        },
        task::{Context, Poll, Wake},
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

    #[derive(Default)]
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Relaxed);
        }
    }

    /// Returns the chunks, `|` for a pause in which hyper sends them, `!` for an error, and `.` for trailers.
    fn frames(script: Vec<Poll<Result<Frame<Bytes>, io::Error>>>) -> Vec<String> {
        let mut body = Gathered::new(Body::new(Script(script.into())));
        let mut seen = Vec::new();
        let woken = Arc::new(Woken::default());
        let waker = Arc::clone(&woken).into();
        loop {
            let text = match body.poll_frame(&mut Context::from_waker(&waker)) {
                Poll::Pending if woken.0.swap(false, Relaxed) => "|".to_owned(),
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
            (vec![chunk("a")], &["a", "|"][..]),
            (
                vec![chunk("a"), chunk("b"), chunk("c"), chunk("d")],
                &["a", "|", "bc", "|", "d"],
            ),
            (
                vec![chunk("a"), Poll::Pending, chunk("b"), chunk("c")],
                &["a", "|", "bc", "|"],
            ),
            (vec![error()], &["!"]),
            (vec![chunk("a"), error()], &["a", "|", "|", "!"]),
            (vec![large(), error()], &["10000", "|", "!"]),
            (
                vec![chunk("a"), chunk("b"), error()],
                &["a", "|", "b", "|", "!"],
            ),
            (
                vec![chunk("a"), chunk("b"), trailers()],
                &["a", "|", "b", "."],
            ),
            (
                vec![chunk("a"), chunk("b"), large(), chunk("c")],
                &["a", "|", "b", "10000", "c", "|"],
            ),
            (vec![large(), large()], &["10000", "10000"]),
            (vec![chunk(""), chunk("")], &["", "|", ""]),
            // From a task that sends several at once.
            (
                vec![
                    chunk("a"),
                    chunk("b"),
                    chunk("c"),
                    Poll::Pending,
                    chunk("d"),
                    Poll::Pending,
                    chunk("e"),
                    Poll::Pending,
                    Poll::Pending,
                    Poll::Pending,
                    chunk("f"),
                    error(),
                ],
                &["a", "|", "bc", "|", "|", "|", "|", "de", "f", "|", "!"],
            ),
            (vec![], &[]),
        ] {
            assert_eq!(frames(script), expected);
        }
    }

    #[test]
    fn the_chunks_of_one_frame_are_bounded() {
        let many = frames((0..300).map(|_| chunk("x")).collect());
        let lengths: Vec<_> = many
            .iter()
            .filter(|it| *it != "|")
            .map(String::len)
            .collect();
        assert_eq!(lengths, [1, 2, 4, 8, 16, 32, 64, 64, 64, 45]);
        let two = |bytes: usize| {
            vec![
                chunk(""),
                chunk(vec![b'x'; bytes]),
                chunk(vec![b'x'; bytes]),
            ]
        };
        assert_eq!(frames(two(4000)), ["", "|", "8000", "|"]);
        assert_eq!(frames(two(8000)), ["", "|", "8000", "8000", "|"]);
    }

    /// Chunks that fill a frame are also few before hyper sends them.
    #[test]
    fn the_chunks_before_a_pause_are_bounded() {
        let frames = frames((0..300).map(|_| chunk(vec![b'x'; 1000])).collect());
        let pauses = frames.split(|it| it == "|");
        let bytes = |frames: &[String]| -> usize {
            frames.iter().map(|it| it.parse::<usize>().unwrap()).sum()
        };
        let chunks: Vec<_> = pauses.map(|frames| bytes(frames) / 1000).collect();
        assert!(chunks.iter().all(|it| *it <= 64), "{chunks:?}");
    }
}
