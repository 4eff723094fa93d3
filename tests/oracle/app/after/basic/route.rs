use crate::runs::set_control;
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<&'static str> {
    set_control("after", "pending");
    after.run(async { set_control("after", "ran") })?;
    Ok("done")
}
