//! Effects on a response whose body a middleware collects.

use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies, after: After) -> Result<String> {
    cookies.set(("new", "2"));
    after.run(async { crate::stacks::note("after") })?;
    let sent = cookies.get("sent");
    Ok(sent.map_or_else(String::new, |it| it.value().to_owned()))
}
