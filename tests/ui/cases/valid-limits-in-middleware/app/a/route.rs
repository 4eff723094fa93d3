pub const body_limit: usize = 16;

pub async fn POST(body: String) -> String {
    body
}
