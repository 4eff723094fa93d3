pub const TAG: &str = "a";

pub fn port() -> u16 {
    80
}
