use router_runtime::prelude::*;

pub async fn GET(Path(path): Path<String>) -> String {
    path
}
