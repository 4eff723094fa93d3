//! Handlers that files of the application re-export.

use router_runtime::metadata::Image;

pub async fn twitter_image() -> Image {
    Image::gif("GIF89a")
}
