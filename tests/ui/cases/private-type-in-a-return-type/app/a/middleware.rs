use router_runtime::prelude::*;

struct Session;

impl<S: Sync> axum::extract::FromRequestParts<S> for Session {
    type Rejection = StatusCode;

    async fn from_request_parts(
        _: &mut axum::http::request::Parts,
        _: &S,
    ) -> std::result::Result<Self, StatusCode> {
        Ok(Self)
    }
}

pub async fn middleware(session: Session, request: Request, next: Next) -> Response {
    let Session = session;
    next.run(request).await
}
