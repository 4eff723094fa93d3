use crate::control;
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<&'static str> {
    control::set("aord", "");
    // What the recorded handler awaits beside its answer: a future here, which runs when it is polled.
    after.run(async { control::append("aord", "p") })?;
    after.run(async { control::append("aord", "1") })?;
    let again = after.clone();
    after.run(async move {
        control::append("aord", "2");
        let _ = again.run(async { control::append("aord", "n") });
    })?;
    control::append("aord", "h");
    Ok("x")
}
