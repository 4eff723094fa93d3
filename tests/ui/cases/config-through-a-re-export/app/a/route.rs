pub use crate::shared::revalidate;

pub async fn GET() -> &'static str {
    "ok"
}
