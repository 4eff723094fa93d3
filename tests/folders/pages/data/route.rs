//! No layout stands around a route, HTML or not.

use router_runtime::prelude::*;

pub async fn GET() -> Html<&'static str> {
    Html("data")
}
