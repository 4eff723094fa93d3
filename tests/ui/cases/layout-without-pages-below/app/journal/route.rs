pub async fn GET() -> &'static str {
    "layouts do not wrap routes"
}
