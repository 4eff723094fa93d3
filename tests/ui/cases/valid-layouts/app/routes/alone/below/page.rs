use router_runtime::prelude::*;

pub async fn page() -> Html<&'static str> {
    Html("the layout above reads the request, and so may this")
}
