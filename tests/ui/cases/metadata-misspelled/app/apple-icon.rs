use router_runtime::metadata::*;

pub async fn apple_icons() -> Image {
    Image::png("")
}
