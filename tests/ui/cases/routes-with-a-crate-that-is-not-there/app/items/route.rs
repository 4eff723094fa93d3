use router_runtime::prelude::*;

pub async fn GET(Query(text): Query<String>) -> String {
    text
}
