use router_runtime::prelude::*;

pub async fn layout(Path(slug): Path<String>, children: Children) -> Html<String> {
    Html(format!("<h1>{slug}</h1>{children}"))
}
