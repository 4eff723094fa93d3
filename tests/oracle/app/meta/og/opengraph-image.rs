use router_runtime::metadata::Image;

pub fn opengraph_image() -> Image {
    Image::png("fakepng")
}
