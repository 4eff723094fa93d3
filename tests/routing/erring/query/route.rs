use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Page {
    page: u32,
}

pub async fn GET(Query(page): Query<Page>) -> String {
    page.page.to_string()
}
