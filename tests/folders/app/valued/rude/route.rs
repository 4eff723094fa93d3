//! A handler behind a value.

pub async fn GET() -> &'static str {
    "polite"
}
