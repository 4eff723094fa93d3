use crate::Item;
use router_runtime::prelude::*;

pub async fn GET() -> Json<Item> {
    Json(Item)
}

pub async fn POST(Json(_items): Json<Vec<Item>>) {}

pub async fn PUT() -> Result<Json<Item>> {
    Ok(Json(Item))
}
