use router_runtime::prelude::*;
use std::convert::Infallible;

pub const dynamic: &str = "force-static";

pub async fn GET() -> Body {
    let pieces = ["one ", "two ", "three"].map(Ok::<_, Infallible>);
    Body::from_stream(tokio_stream::iter(pieces))
}
