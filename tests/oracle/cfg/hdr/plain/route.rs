pub async fn GET() -> ([(&'static str, &'static str); 2], &'static str) {
    ([("x-clash", "from-handler"), ("vary", "X-H")], "plain")
}

pub async fn POST() -> &'static str {
    "p"
}
