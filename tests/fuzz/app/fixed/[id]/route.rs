use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(Path(id): Path<String>, uri: Uri, headers: HeaderMap) -> String {
    format!("{id} {uri} {}", headers.len())
}
