use router_runtime::prelude::*;

pub async fn GET(Path(value): Path<String>) -> String {
    value
}
