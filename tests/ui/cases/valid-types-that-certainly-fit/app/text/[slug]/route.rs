use router_runtime::prelude::*;

pub async fn GET(Path(slug): Path<String>, headers: HeaderMap, method: Method) -> Html<String> {
    Html(format!("{slug} {headers:?} {method}"))
}

pub async fn POST(text: String) -> String {
    text
}
