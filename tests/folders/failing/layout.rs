use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    Html(format!("<html>{children}</html>"))
}

#[tokio::test]
async fn a_layout_is_a_function() {
    let Html(html) = layout(Children::from("<p>")).await;
    assert_eq!(html, "<html><p></html>");
}
