use router_runtime::prelude::*;

#[cfg(unix)]
pub fn layout(children: Children) -> Html<String> {
    Html(around(children.as_str()))
}

#[cfg(not(unix))]
pub async fn layout(children: Children) -> Html<String> {
    Html(around(children.as_str()))
}

fn around(inside: &str) -> String {
    format!("<main>{inside}</main>")
}
