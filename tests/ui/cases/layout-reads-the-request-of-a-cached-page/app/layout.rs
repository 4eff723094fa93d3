use router_runtime::prelude::*;

pub async fn layout(headers: HeaderMap, children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>{}", headers.len()))
}
