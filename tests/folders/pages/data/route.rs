//! Layouts do not wrap routes, HTML or not.

use router_runtime::prelude::*;

pub async fn GET() -> Html<&'static str> {
    Html("data")
}
