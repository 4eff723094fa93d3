use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn page(Path(()): Path<()>, Json(text): Json<String>) -> Html<String> {
    Html(text)
}
