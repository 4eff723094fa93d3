use router_runtime::prelude::*;

type Kids = Children;

pub async fn layout(kids: Kids) -> Html<String> {
    Html(kids.to_string())
}
