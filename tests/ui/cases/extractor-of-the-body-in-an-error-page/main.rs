use router_runtime::{prelude::*, routes};

pub struct Upload;

impl<S: Sync> axum::extract::FromRequest<S> for Upload {
    type Rejection = Error;

    async fn from_request(_: Request, _: &S) -> Result<Self> {
        Ok(Self)
    }
}

routes!("cases/extractor-of-the-body-in-an-error-page/app");

fn main() {
    let _ = app::router();
}
