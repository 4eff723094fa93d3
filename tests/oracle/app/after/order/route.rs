use crate::runs::{append_control, set_control};
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<&'static str> {
    set_control("aord", "");
    // The recorded handler starts this work before it responds. A Rust future runs only when it is polled.
    after.run(async { append_control("aord", "p") })?;
    after.run(async { append_control("aord", "1") })?;
    let again = after.clone();
    after.run(async move {
        append_control("aord", "2");
        let _ = again.run(async { append_control("aord", "n") });
    })?;
    append_control("aord", "h");
    Ok("x")
}
