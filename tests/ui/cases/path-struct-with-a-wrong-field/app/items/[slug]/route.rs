use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct Item {
    id: String,
}

pub async fn GET(Path(item): Path<Item>) -> String {
    item.id
}
