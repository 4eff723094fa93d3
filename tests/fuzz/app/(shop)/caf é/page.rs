use router_runtime::prelude::*;

pub async fn page() -> Html<&'static str> {
    Html("<p>coffee")
}
