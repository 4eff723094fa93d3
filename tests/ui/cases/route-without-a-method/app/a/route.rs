pub const TAG: &str = "a";

pub fn limit() -> u16 {
    80
}
