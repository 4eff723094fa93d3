//! The root layout.

use crate::{Journal, Locked};
use router_runtime::prelude::*;

pub async fn layout(
    State(locked): State<Locked>,
    State(journal): State<Journal>,
    after: After,
    children: Children,
) -> Result<Html<String>> {
    if locked.0 == "task" {
        after.run(async move { journal.note("after the root layout".to_owned()) })?;
    }
    Ok(Html(format!("<html>{children}</html>")))
}
