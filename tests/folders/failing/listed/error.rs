use router_runtime::prelude::*;

pub async fn error() -> Result<Html<&'static str>> {
    Err(Error::new(StatusCode::IM_A_TEAPOT, "the error page fails"))
}
