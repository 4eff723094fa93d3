use std::convert::Infallible;

use axum::response::sse::{Event, Sse};
use tokio_stream::Stream;

pub async fn GET() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(tokio_stream::iter(["one", "two"].map(|word| Ok(Event::default().data(word)))))
}
