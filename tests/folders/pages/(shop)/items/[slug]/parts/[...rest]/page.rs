//! A page below a layout that reads its folder's parameters.

use router_runtime::prelude::*;

pub async fn page(Path((slug, rest)): Path<(String, Vec<String>)>) -> Html<String> {
    Html(format!("{slug}: {}", rest.join(", ")))
}
