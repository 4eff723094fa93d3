pub async fn GET(number: u32) -> String {
    number.to_string()
}
