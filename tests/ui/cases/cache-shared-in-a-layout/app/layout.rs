use router_runtime::prelude::*;

pub const cache_shared: bool = false;

pub async fn layout(children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>"))
}
