use crate::control;
use router_runtime::prelude::*;

pub async fn GET(after: After) -> Result<()> {
    control::set("athrow", "pending");
    after.run(async { control::set("athrow", "ran") })?;
    panic!("handler")
}
