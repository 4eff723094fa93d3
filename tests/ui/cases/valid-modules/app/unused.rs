pub fn get() -> u8 {
    1
}
