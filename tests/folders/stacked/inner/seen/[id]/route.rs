//! Below middleware that reads extensions, but no parameters.

use crate::stacks::Seen;

pub async fn GET(Seen(text): Seen) -> String {
    text
}
