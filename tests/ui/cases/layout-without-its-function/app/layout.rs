pub fn head() -> &'static str {
    "<head></head>"
}
