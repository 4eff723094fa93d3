pub const body_limit: usize = 8;

pub async fn POST(text: String) -> String {
    text
}
