//! A small text.

use crate::TEXT;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(Path(id): Path<String>) -> String {
    format!("{id} {}", TEXT.repeat(45))
}
