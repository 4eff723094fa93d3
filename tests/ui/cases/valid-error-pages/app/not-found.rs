pub fn not_found() -> &'static str {
    "nothing here"
}
