//! Middleware with extractors of this crate only.

use crate::app::own::id::Params;
use router_runtime::{extract::Origin, prelude::*};

#[expect(clippy::too_many_arguments, reason = "one of each kind")]
pub async fn middleware(
    params: Params,
    Path(id): Path<String>,
    cache: Cache,
    origin: Option<Origin>,
    cookies: Cookies,
    after: After,
    request: Request,
    next: Next,
) -> Result<Response> {
    cache.update_tag("own").await?;
    after.run(async {})?;
    cookies.set(("own", id));
    let host = origin.map_or_else(String::new, |it| it.to_string());
    let mut response = next.run(request).await;
    let seen = HeaderValue::from_str(&format!("{} {host}", params.id))?;
    response.headers_mut().append("x-seen", seen);
    Ok(response)
}
