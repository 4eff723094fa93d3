pub fn page() -> &'static str {
    "found"
}
