use router_runtime::prelude::*;

pub async fn GET(Path(page): Path<Vec<String>>, uri: Uri) -> String {
    format!("{page:?} {uri}")
}
