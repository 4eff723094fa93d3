use axum::BoxError;
use router_runtime::prelude::*;
use std::time::Duration;
use tokio_stream::{StreamExt, iter};

pub async fn GET() -> impl IntoResponse {
    let events = iter(0..3).then(|number| async move {
        if number > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok::<_, BoxError>(format!("data: {number}\n\n"))
    });
    let kind = (header::CONTENT_TYPE, "text/event-stream");
    ([kind], Body::from_stream(events))
}
