//! A route, which no layout wraps.

use router_runtime::prelude::*;

pub async fn GET() -> Html<&'static str> {
    Html("data")
}
