//! A page that fails in each way.

use router_runtime::prelude::*;
use std::{future::pending, io};

pub const max_duration: u32 = 1;

pub async fn page(
    Path(id): Path<String>,
    cookies: Cookies,
    request: Request,
) -> Result<Html<String>> {
    drop(request);
    Ok(match id.as_str() {
        "missing" => return Err(not_found()),
        "sold" => {
            cookies.set(("seen", "sold"));
            return Err(Error::new(StatusCode::CONFLICT, "sold out"));
        }
        "io" => Err(io::Error::other("secret"))?,
        "panic" => panic!("the page panics"),
        "slow" => pending().await,
        "moved" => return Err(redirect("/shop/pen")),
        _ => Html(format!("page {id}")),
    })
}
