use router_runtime::prelude::*;

pub async fn GET() -> Result<&'static str> {
    Err(std::io::Error::other("there is no response").into())
}
