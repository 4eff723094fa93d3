use router_runtime::prelude::*;

async fn layout(children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>"))
}
