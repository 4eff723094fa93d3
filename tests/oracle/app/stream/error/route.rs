use router_runtime::prelude::*;
use std::{io, time::Duration};
use tokio_stream::{StreamExt, iter};

pub async fn GET() -> Body {
    let parts = [Ok("first"), Err(io::Error::other("mid stream"))];
    let parts = iter(parts).then(|part| async move {
        if part.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        part
    });
    Body::from_stream(parts)
}
