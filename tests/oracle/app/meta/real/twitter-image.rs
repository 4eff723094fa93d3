use router_runtime::prelude::Bytes;

/// The image that Next.js drew, as a file.
pub async fn twitter_image() -> Bytes {
    Bytes::from_static(include_bytes!("red.png"))
}
