use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>"))
}
