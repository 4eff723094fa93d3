pub mod index;

pub async fn GET() -> &'static str {
    "found"
}
