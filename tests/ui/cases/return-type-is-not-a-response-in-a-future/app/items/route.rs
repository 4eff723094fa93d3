pub struct Item;

pub fn GET() -> impl Future<Output = Item> {
    async { Item }
}
