use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Camel {
    item_id: String,
}

pub async fn GET(Path(item): Path<Camel>) -> String {
    item.item_id
}
