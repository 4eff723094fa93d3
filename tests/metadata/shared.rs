//! What a file of the application re-exports.

use router_runtime::metadata::Image;

pub async fn twitter_image() -> Image {
    Image::gif("GIF89a")
}
