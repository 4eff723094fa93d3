pub(crate) async fn GET() -> &'static str {
    "a"
}
