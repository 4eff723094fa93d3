use router_runtime::prelude::*;

pub async fn layout(children: Children, body: String) -> Html<String> {
    Html(format!("{children}{body}"))
}
