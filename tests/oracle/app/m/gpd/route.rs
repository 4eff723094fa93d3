pub async fn GET() -> &'static str {
    "g"
}

pub async fn POST() -> &'static str {
    "p"
}

pub async fn DELETE() -> &'static str {
    "d"
}
