pub fn layout() -> &'static str {
    "found"
}
