//! A page that takes its request, which its layouts take as well.

use crate::Journal;
use axum::extract::MatchedPath;
use router_runtime::prelude::*;

pub async fn page(
    State(journal): State<Journal>,
    cookies: Cookies,
    after: After,
    mut request: Request,
) -> Result<Html<String>> {
    after.run(async move { journal.note("after the page".to_owned()) })?;
    cookies.set(("by-page", "1"));
    let path = request.extensions_mut().remove::<MatchedPath>();
    request.headers_mut().clear();
    Ok(Html(path.ok_or_else(not_found)?.as_str().to_owned()))
}
