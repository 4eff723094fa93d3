pub struct Item;

pub async fn GET() -> Item {
    Item
}
