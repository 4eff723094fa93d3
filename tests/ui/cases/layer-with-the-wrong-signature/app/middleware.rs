pub fn layer() -> u32 {
    5
}
