use crate::effects::{RAN, REFUSED};
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<&'static str> {
    after.run(async { panic!("a task may") })?;
    after.run(async { RAN.add_permits(1) })?;
    Ok("done")
}

pub async fn POST(after: After) -> Result<()> {
    after.run(async { RAN.add_permits(1) })?;
    std::future::pending().await
}

pub async fn PUT(after: After) -> Result<()> {
    loop {
        if let Err(error) = after.run(async {}) {
            REFUSED.add_permits(1);
            return Err(error.into());
        }
    }
}
