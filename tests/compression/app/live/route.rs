//! A page that is not cached.

use crate::TEXT;

pub async fn GET() -> String {
    TEXT.repeat(500)
}
