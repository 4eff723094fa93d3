use crate::control;
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<&'static str> {
    control::set("after", "pending");
    after.run(async { control::set("after", "ran") })?;
    Ok("done")
}
