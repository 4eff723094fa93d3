use router_runtime::prelude::*;

pub async fn layout(body: String, children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>{body}"))
}
