//! A layout that takes the request of a page after the layout below took it.

use crate::Journal;
use router_runtime::prelude::*;

pub async fn layout(
    headers: HeaderMap,
    State(journal): State<Journal>,
    after: After,
    children: Children,
) -> Result<Html<String>> {
    after.run(async move { journal.note("after the layout".to_owned()) })?;
    let sent = headers["x-sent"].to_str().unwrap_or_default();
    Ok(Html(format!("<{sent}>{children}</{sent}>")))
}
