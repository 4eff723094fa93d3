//! Innermost middleware, which reads the parameter of its folder and counts those of axum.

use crate::app::api::items::id::Params;
use router_runtime::prelude::*;

pub async fn middleware(
    Params { id }: Params,
    Path(same): Path<String>,
    axum::extract::Path(all): axum::extract::Path<Vec<(String, String)>>,
    mut request: Request,
    next: Next,
) -> Result<Response> {
    if id == "forbidden" {
        return Err(forbidden());
    }
    if id == "broken" {
        id.parse::<u32>()?;
    }
    assert!(id != "panics", "the middleware panics");
    crate::mark(&mut request, &format!("{id} {same} {}", all.len()));
    let mut response = next.run(request).await;
    crate::trace(&mut response, "item");
    Ok(response)
}
