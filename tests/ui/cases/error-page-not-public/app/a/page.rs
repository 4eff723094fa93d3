use router_runtime::prelude::*;

pub async fn page() -> Html<&'static str> {
    Html("page")
}
