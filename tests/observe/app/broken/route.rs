use router_runtime::prelude::*;

pub async fn GET() -> Body {
    let pieces = [Ok("half"), Err(std::io::Error::other("cut"))];
    Body::from_stream(tokio_stream::iter(pieces))
}
