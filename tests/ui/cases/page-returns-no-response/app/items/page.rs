pub struct Item;

pub async fn page() -> Item {
    Item
}
