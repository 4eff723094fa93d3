mod error;

pub async fn GET() -> &'static str {
    match error::Error::Missing {
        error::Error::Missing => "missing",
    }
}
