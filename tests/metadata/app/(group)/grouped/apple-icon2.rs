use router_runtime::{metadata::Image, prelude::*};

pub async fn apple_icon() -> Result<Image> {
    let found: Option<Image> = None;
    found.ok_or_else(not_found)
}
