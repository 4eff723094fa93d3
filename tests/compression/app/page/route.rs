//! A page of text, the same each time.

use crate::TEXT;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> Html<String> {
    Html(TEXT.repeat(500))
}
