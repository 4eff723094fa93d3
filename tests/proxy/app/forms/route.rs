pub async fn GET() -> &'static str {
    "form"
}

pub async fn POST(body: String) -> String {
    format!("posted {body}")
}

pub async fn PUT() -> &'static str {
    "put"
}

pub async fn PATCH() -> &'static str {
    "patched"
}

pub async fn DELETE() -> &'static str {
    "deleted"
}

pub async fn OPTIONS() -> &'static str {
    "options"
}
