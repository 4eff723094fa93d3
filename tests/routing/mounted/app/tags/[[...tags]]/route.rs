use axum::extract::{
    MatchedPath, NestedPath, OriginalUri, Path, RawPathParams, rejection::NestedPathRejection,
};
use std::collections::BTreeMap;

pub async fn GET(path: Option<Path<String>>, all: Path<Vec<(String, String)>>) -> String {
    format!("{:?} {:?}", path.map(|path| path.0), all.0)
}

pub async fn POST(Path(path): Path<String>) -> String {
    path
}

pub async fn PUT(
    raw: RawPathParams,
    matched: MatchedPath,
    OriginalUri(uri): OriginalUri,
) -> String {
    let raw: Vec<_> = raw.iter().collect();
    format!("{raw:?} {} {}", matched.as_str(), uri.path())
}

pub async fn PATCH(
    Path(map): Path<BTreeMap<String, String>>,
    nested: Result<NestedPath, NestedPathRejection>,
) -> String {
    format!("{map:?} {:?}", nested.as_ref().ok().map(NestedPath::as_str))
}
