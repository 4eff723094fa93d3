use crate::effects::{GONE, RAN};
use router_runtime::prelude::*;
use std::convert::Infallible;
use tokio_stream::StreamExt;

struct Gone;

impl Drop for Gone {
    fn drop(&mut self) {
        GONE.add_permits(1);
    }
}

pub async fn GET(after: After) -> Result<Body> {
    after.run(async { RAN.add_permits(1) })?;
    let guard = Gone;
    let first = tokio_stream::once(Ok::<_, Infallible>("first"));
    let never = tokio_stream::pending().map(move |it| {
        let _ = &guard;
        it
    });
    Ok(Body::from_stream(first.chain(never)))
}
