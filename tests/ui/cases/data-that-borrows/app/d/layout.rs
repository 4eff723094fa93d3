use router_runtime::prelude::*;

pub async fn layout(Query(_words): Query<Vec<(&str, u8)>>, children: Children) -> Html<String> {
    Html(children.to_string())
}
