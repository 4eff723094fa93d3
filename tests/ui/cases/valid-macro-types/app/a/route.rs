pub async fn GET() -> t!{ String } {
    String::new()
}

pub fn POST(body: t![String]) -> t!{ String } {
    body
}
