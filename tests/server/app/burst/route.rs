use crate::Shared;
use axum::{body::Body, extract::State};
use std::convert::Infallible;
use tokio::sync::mpsc::unbounded_channel;
use tokio_stream::wrappers::UnboundedReceiverStream;

/// Ten chunks at once, and one more when the test allows it, after which the stream remains open.
pub async fn GET(State(shared): State<Shared>) -> Body {
    let (send, receive) = unbounded_channel();
    tokio::spawn(async move {
        for number in 0..10 {
            let _ = send.send(Ok::<_, Infallible>(format!("chunk {number}\n")));
        }
        shared.release.notified().await;
        let _ = send.send(Ok("the last\n".to_owned()));
        send.closed().await;
    });
    Body::from_stream(UnboundedReceiverStream::new(receive))
}
