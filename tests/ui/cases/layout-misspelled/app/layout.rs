use router_runtime::prelude::*;

pub async fn Layout(children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>"))
}
