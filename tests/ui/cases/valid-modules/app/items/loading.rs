pub fn loading() -> &'static str {
    "wait"
}
