pub async fn GET() -> &'static str {
    "outside of the folder"
}
