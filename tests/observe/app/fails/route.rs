use router_runtime::prelude::*;

pub async fn GET(request: Request) -> Result<()> {
    let text = request.headers().get("x-text").unwrap();
    let text = String::from_utf8(text.as_bytes().to_vec())?.replace('|', "\n");
    Err(std::io::Error::other(text))?
}
