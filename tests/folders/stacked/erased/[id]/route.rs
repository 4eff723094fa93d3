//! Below a layer of an erased type.

use crate::stacks::Seen;

pub async fn GET(Seen(text): Seen) -> String {
    text
}
