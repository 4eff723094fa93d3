pub use crate::shared::*;

pub async fn POST() -> &'static str {
    "ok"
}
