use router_runtime::prelude::*;

pub async fn layout() -> Html<&'static str> {
    Html("<main></main>")
}
