use crate::runs::set_control;
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<()> {
    set_control("athrow", "pending");
    after.run(async { set_control("athrow", "ran") })?;
    panic!("handler")
}
