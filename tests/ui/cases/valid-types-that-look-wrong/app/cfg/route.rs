#[cfg(feature = "extra")]
pub async fn GET(number: u32, body: String, last: bool) -> u32 {
    number
}

#[cfg(not(feature = "extra"))]
pub async fn GET() -> &'static str {
    "ok"
}
