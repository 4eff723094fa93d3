use router_runtime::prelude::*;

pub struct Item;

pub async fn GET(headers: HeaderMap, item: Item) -> String {
    let Item = item;
    format!("{headers:?}")
}
