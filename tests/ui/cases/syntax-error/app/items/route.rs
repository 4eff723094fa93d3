pub async fn GET() -> &'static str {
    "items"

pub async fn POST() -> &'static str {
    "items"
}
