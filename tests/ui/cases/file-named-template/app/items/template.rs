use router_runtime::prelude::*;

pub async fn template(children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>"))
}
