use router_runtime::prelude::*;

pub const dynamic: &str = "error";

pub async fn GET(Query(query): Query<Vec<(String, String)>>) -> String {
    format!("{query:?}")
}
