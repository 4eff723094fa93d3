pub async fn GET() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("set-cookie", "own=1")], "sc")
}
