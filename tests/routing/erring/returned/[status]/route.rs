use router_runtime::prelude::*;

pub async fn GET(Path(status): Path<u16>) -> Result<()> {
    Err(Error::new(
        StatusCode::from_u16(status)?,
        "<b>not</b> today",
    ))
}

pub async fn POST(Path(status): Path<u16>) -> Result<impl IntoResponse> {
    let error = Error::new(StatusCode::from_u16(status)?, "");
    Ok(([(header::RETRY_AFTER, "7")], error))
}
