pub async fn GET() -> &'static str {
    "items"
}

pub struct Item {
    name String,
}
