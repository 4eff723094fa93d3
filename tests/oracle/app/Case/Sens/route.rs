pub async fn GET() -> &'static str {
    "Case/Sens"
}
