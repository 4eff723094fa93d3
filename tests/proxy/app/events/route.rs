use crate::Shared;
use axum::{
    extract::State,
    response::sse::{Event, Sse},
};
use std::convert::Infallible;
use tokio_stream::{Stream, StreamExt, once};

/// Two events; the second one when the test allows it.
pub async fn GET(
    State(shared): State<Shared>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let second = once(()).then(move |()| {
        let shared = shared.clone();
        async move {
            shared.release.notified().await;
            Ok(Event::default().data("second"))
        }
    });
    Sse::new(once(Ok(Event::default().data("first"))).chain(second))
}
