use crate::runs::{append_control, set_control};
use axum::BoxError;
use router_runtime::prelude::*;
use std::time::Duration;
use tokio_stream::{StreamExt, iter};

pub async fn GET(after: After) -> Result<Body> {
    set_control("astr", "");
    after.run(async { append_control("astr", "after") })?;
    let parts = iter(["a", ""]).then(|part| async move {
        if part.is_empty() {
            tokio::time::sleep(Duration::from_millis(150)).await;
            append_control("astr", "stream-end,");
        }
        Ok::<_, BoxError>(part)
    });
    Ok(Body::from_stream(parts))
}
