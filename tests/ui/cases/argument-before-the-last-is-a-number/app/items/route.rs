pub async fn POST(number: u32, text: String) -> String {
    format!("{number} {text}")
}
