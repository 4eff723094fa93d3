pub use crate::shared::*;

pub async fn GET() -> &'static str {
    "ok"
}
