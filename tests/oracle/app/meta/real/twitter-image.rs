use router_runtime::prelude::Bytes;

/// Drawn in Next.js; what it drew is at hand here.
pub async fn twitter_image() -> Bytes {
    Bytes::from_static(include_bytes!("red.png"))
}
