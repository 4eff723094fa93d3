pub async fn GET() -> &'static str {
    let count: u32 = "five";
    "items"
}
