//! An extractor of the application that reads everything that axum's Router inserts.

use crate::stacks::Seen;

pub async fn GET(Seen(text): Seen) -> String {
    text
}
