use axum::extract::{Extension, FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use router_runtime::prelude::*;

/// A user's own extractor that uses the prelude's `Path` inside.
pub struct Twice(u32);

impl<S: Send + Sync> FromRequestParts<S> for Twice {
    type Rejection = router_runtime::extract::PathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(id) = Path::<u32>::from_request_parts(parts, state).await?;
        Ok(Self(id * 2))
    }
}

pub async fn GET(Twice(twice): Twice) -> String {
    twice.to_string()
}

pub async fn POST(matched: MatchedPath, raw: RawPathParams, method: Method) -> String {
    let raw: Vec<_> = raw.iter().collect();
    format!("{method} {} {raw:?}", matched.as_str())
}

pub async fn PUT(matched: MatchedPath, Path(id): Path<u32>) -> String {
    format!("{} {id}", matched.as_str())
}

pub async fn PATCH(
    extension: Option<Extension<&'static str>>,
    Path(id): Path<u32>,
    Json(body): Json<u32>,
) -> String {
    format!("{:?} {}", extension.map(|Extension(text)| text), id + body)
}
