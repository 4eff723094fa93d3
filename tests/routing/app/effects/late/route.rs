use crate::effects::RAN;
use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies, after: After) -> Result<()> {
    cookies.set(("early", "1"));
    after.run(async move {
        cookies.set(("late", "1"));
        cookies.delete("later");
        RAN.add_permits(1);
    })?;
    Ok(())
}
