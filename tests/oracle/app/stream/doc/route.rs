use axum::BoxError;
use router_runtime::prelude::*;
use std::time::Duration;
use tokio_stream::{StreamExt, iter};

pub async fn GET() -> Body {
    let parts = ["<p>One</p>", "<p>Two</p>", "<p>Three</p>"];
    let parts = iter(parts.into_iter().enumerate()).then(|(index, part)| async move {
        if index > 0 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok::<_, BoxError>(part)
    });
    Body::from_stream(parts)
}
