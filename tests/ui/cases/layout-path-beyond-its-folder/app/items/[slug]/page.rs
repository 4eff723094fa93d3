use router_runtime::prelude::*;

pub async fn page(Path(slug): Path<String>) -> Html<String> {
    Html(slug)
}
