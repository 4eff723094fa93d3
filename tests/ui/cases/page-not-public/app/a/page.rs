use router_runtime::prelude::*;

async fn page() -> Html<&'static str> {
    Html("<p>page</p>")
}
