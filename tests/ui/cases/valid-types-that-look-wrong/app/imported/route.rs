use crate::other::{String, u32};

pub async fn GET(string: String, number: u32) -> u32 {
    let String = string;
    number
}
