macro_rules! nothing {
    () => {};
}

nothing!();

pub async fn GET(number: u32) -> String {
    number.to_string()
}

#[cfg(not(feature = "extra"))]
pub async fn POST(text: String, number: bool) -> String {
    format!("{text}{number}")
}
