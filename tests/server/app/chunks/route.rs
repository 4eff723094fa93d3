use axum::body::Body;
use std::convert::Infallible;

/// A thousand chunks, all of them ready.
pub async fn GET() -> Body {
    let chunks = (0..1000).map(|number| Ok::<_, Infallible>(format!("chunk {number}\n")));
    Body::from_stream(tokio_stream::iter(chunks))
}
