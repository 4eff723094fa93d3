//! The cookies and the header of a request that a middleware changed.

use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies, headers: HeaderMap) -> String {
    crate::stacks::sent_cookies(&cookies, &headers)
}
