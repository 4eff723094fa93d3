use router_runtime::prelude::Path;

/// Bytes with the signature of a PNG.
pub async fn opengraph_image(Path(slug): Path<String>) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(slug.bytes());
    bytes
}
