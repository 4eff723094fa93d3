use router_runtime::prelude::*;

pub async fn GET(Path(id): Path<String>) -> String {
    id
}
