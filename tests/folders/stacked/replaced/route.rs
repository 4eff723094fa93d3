//! The cookies and the header of a request that a layer changed.

use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies, headers: HeaderMap) -> String {
    crate::stacks::sent_cookies(&cookies, &headers)
}
