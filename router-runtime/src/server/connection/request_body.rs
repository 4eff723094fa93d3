//! The body of a request, with a limit on the time in which it arrives.

use super::super::limits::Progress;
use crate::errors::SlowBody;
use axum::body::{Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, Sleep, sleep};
use tower::BoxError;

/// The state that a request shares with its body.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading(Arc<AtomicU8>);

const STALLED: u8 = 1;
const RESPONDED: u8 = 2;

impl Reading {
    /// Lifts the limit, because the response begins. Returns `false` if the body was too slow before.
    pub(super) fn respond(&self) -> bool {
        self.0
            .compare_exchange(0, RESPONDED, Relaxed, Relaxed)
            .is_ok()
    }

    fn stall(&self) -> bool {
        self.0
            .compare_exchange(0, STALLED, Relaxed, Relaxed)
            .is_ok()
    }
}

/// The body of a request. It ends with an error if the handler waits for it and too little arrives.
#[derive(Debug)]
pub(super) struct RequestBody<B> {
    body: B,
    reading: Reading,
    progress: Progress,
    /// Bytes and waiting time of the current interval.
    received: u64,
    waited: Duration,
    wait: Option<Wait>,
}

#[derive(Debug)]
struct Wait {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl<B> RequestBody<B> {
    pub(super) fn new(body: B, progress: Progress, reading: Reading) -> Self {
        Self {
            body,
            reading,
            progress,
            received: 0,
            waited: Duration::ZERO,
            wait: None,
        }
    }

    fn add(&mut self, bytes: usize) {
        // A handler that waits is woken at the end. One that comes later did something else, and the body may have arrived long before.
        if let Some(wait) = self.wait.take()
            && Instant::now() < wait.end.deadline()
        {
            self.waited += wait.since.elapsed();
        }
        self.received += bytes as u64;
        if self.received >= self.progress.bytes {
            self.received = 0;
            self.waited = Duration::ZERO;
        }
    }

    /// Returns `true` if the handler has waited for too long.
    fn is_stalled(&mut self, context: &mut Context<'_>) -> bool {
        let rest = self.progress.interval.saturating_sub(self.waited);
        let wait = self.wait.get_or_insert_with(|| Wait {
            since: Instant::now(),
            end: Box::pin(sleep(rest)),
        });
        wait.end.as_mut().poll(context).is_ready() && self.reading.stall()
    }
}

impl<B> HttpBody for RequestBody<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_frame(context) {
            Poll::Ready(frame) => {
                let data = frame.as_ref().and_then(|it| it.as_ref().ok()?.data_ref());
                this.add(data.map_or(0, Bytes::len));
                Poll::Ready(frame.map(|it| it.map_err(Into::into)))
            }
            Poll::Pending if this.is_stalled(context) => Poll::Ready(Some(Err(SlowBody.into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use http_body_util::BodyExt;
    use std::convert::Infallible;
    use tokio::{
        sync::mpsc,
        time::{sleep, timeout},
    };
    use tokio_stream::{StreamExt, wrappers::ReceiverStream};

    const SECOND: Duration = Duration::from_secs(1);

    fn body() -> (mpsc::Sender<&'static str>, RequestBody<Body>, Reading) {
        let (sender, receiver) = mpsc::channel::<&'static str>(100);
        let stream = ReceiverStream::new(receiver).map(Ok::<_, Infallible>);
        let reading = Reading::default();
        let progress = Progress::new(10, 60 * SECOND);
        let body = RequestBody::new(Body::from_stream(stream), progress, reading.clone());
        (sender, body, reading)
    }

    fn send_every(pause: Duration, text: &'static str, sender: mpsc::Sender<&'static str>) {
        tokio::spawn(async move {
            for _ in 0..20 {
                sleep(pause).await;
                let _ = sender.send(text).await;
            }
        });
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_now_and_then_is_too_slow() {
        let (sender, body, reading) = body();
        let start = Instant::now();
        send_every(10 * SECOND, "x", sender);
        let error = body.collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the request body arrives too slowly");
        assert_eq!(start.elapsed().as_secs(), 60);
        assert!(!reading.respond());
    }

    #[tokio::test(start_paused = true)]
    async fn enough_bytes_in_each_interval_may_arrive_for_any_time() {
        let (sender, body, reading) = body();
        send_every(59 * SECOND, "0123456789", sender);
        assert_eq!(body.collect().await.unwrap().to_bytes().len(), 200);
        assert!(reading.respond());
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_of_the_handler_does_not_count() {
        let (sender, mut body, _) = body();
        for _ in 0..5 {
            sender.send("x").await.unwrap();
        }
        drop(sender);
        let mut received = 0;
        while let Some(frame) = body.frame().await {
            received += frame.unwrap().into_data().unwrap().len();
            sleep(59 * SECOND).await;
        }
        assert_eq!(received, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_handler_may_stop_waiting_and_continue_later() {
        let (sender, mut body, _) = body();
        for _ in 0..5 {
            assert!(timeout(SECOND, body.frame()).await.is_err());
            sender.send("x").await.unwrap();
            sleep(600 * SECOND).await;
            assert!(body.frame().await.unwrap().is_ok());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_response_lifts_the_limit() {
        let (sender, body, reading) = body();
        assert!(reading.respond());
        send_every(600 * SECOND, "x", sender);
        assert_eq!(body.collect().await.unwrap().to_bytes().len(), 20);
    }
}
