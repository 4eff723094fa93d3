use axum::body::Body;
use std::io;

/// Two chunks, and an error.
pub async fn GET() -> Body {
    let error = io::Error::other("an error after two chunks");
    let chunks = [Ok("first\n"), Ok("second\n"), Err(error)];
    Body::from_stream(tokio_stream::iter(chunks))
}
