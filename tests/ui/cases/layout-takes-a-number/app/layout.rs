use router_runtime::prelude::*;

pub async fn layout(number: u32, children: Children) -> Html<String> {
    Html(format!("<main>{children}</main>{number}"))
}
