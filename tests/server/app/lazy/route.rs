use crate::Shared;
use axum::{body::Body, extract::State};
use std::{convert::Infallible, iter, sync::atomic::Ordering, thread, time::Duration};
use tokio::task::block_in_place;

/// Three chunks. The second one is computed until the test has received the first.
pub async fn GET(State(shared): State<Shared>) -> Body {
    let compute = move || {
        let mut rounds = 0..500;
        while shared.received.load(Ordering::Relaxed) == 0 {
            if rounds.next().is_none() {
                return "the first chunk was not sent\n";
            }
            thread::sleep(Duration::from_millis(10));
        }
        "second\n"
    };
    // Other threads serve the client of the test meanwhile.
    let second = move || block_in_place(compute);
    let chunks = iter::once("first\n").chain(iter::once_with(second));
    let chunks = chunks.chain(iter::once("third\n"));
    Body::from_stream(tokio_stream::iter(chunks.map(Ok::<_, Infallible>)))
}
