pub fn layer(count: u32) -> u32 {
    count
}
