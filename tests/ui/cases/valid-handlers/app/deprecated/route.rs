#[deprecated = "clients should ask /new"]
pub async fn GET() -> &'static str {
    "old"
}
