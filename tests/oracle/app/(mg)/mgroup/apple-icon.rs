use router_runtime::metadata::Image;

pub fn apple_icon() -> Image {
    Image::png("grp icon")
}
