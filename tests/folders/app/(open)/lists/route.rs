pub async fn GET() -> &'static str {
    "lists"
}
