use router_runtime::prelude::*;
use std::{io, iter::repeat, time::Duration};
use tokio_stream::StreamExt;

/// Never ends.
pub async fn GET() -> Body {
    let pieces = tokio_stream::iter(repeat("piece"));
    Body::from_stream(pieces.then(async |piece| {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok::<_, io::Error>(piece)
    }))
}
