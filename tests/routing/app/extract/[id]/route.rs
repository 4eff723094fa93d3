use axum::extract::{Extension, FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use router_runtime::{PlainExtractor, prelude::*};

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

/// A marked extractor that uses `MatchedPath` inside.
pub struct Label(String);

impl PlainExtractor for Label {
    const READS_MATCHED_PATH: bool = true;
}

impl<S: Send + Sync> FromRequestParts<S> for Label {
    type Rejection = <MatchedPath as FromRequestParts<S>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let path = MatchedPath::from_request_parts(parts, state).await?;
        Ok(Self(path.as_str().to_owned()))
    }
}

pub async fn DELETE(
    Label(label): Label,
    matched: Option<MatchedPath>,
    Path(id): Path<u32>,
) -> Result<String> {
    let matched = matched.ok_or_else(not_found)?;
    assert_eq!(matched.as_str(), label);
    Ok(format!("{label} {id}"))
}
