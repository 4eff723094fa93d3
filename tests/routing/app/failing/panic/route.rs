pub async fn GET() -> &'static str {
    panic!("on purpose")
}

pub fn POST() -> &'static str {
    panic!("without a future")
}
