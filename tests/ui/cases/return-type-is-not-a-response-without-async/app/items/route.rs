pub struct Item;

pub fn GET() -> Item {
    Item
}
