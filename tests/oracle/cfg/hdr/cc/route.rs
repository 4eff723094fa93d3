pub async fn GET() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("cache-control", "private")], "cc")
}
