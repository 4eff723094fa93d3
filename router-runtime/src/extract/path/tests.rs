use super::Path;
use crate::{
    extract::RequestContext,
    matching::Segment::{self, Dynamic, Static},
    rejection::PathRejection,
};
use axum::{
    body::to_bytes,
    extract::FromRequestParts,
    http::{Request, StatusCode},
    response::IntoResponse,
};

const ONE: &[Segment] = &[Static("items"), Dynamic("id")];
const NONE: &[Segment] = &[Static("about")];

async fn extracted<T>(path: &str, segments: Option<&'static [Segment]>) -> Result<T, PathRejection>
where
    T: FromRequestParts<(), Rejection = PathRejection>,
{
    let (mut parts, ()) = Request::get(path).body(()).unwrap().into_parts();
    if let Some(segments) = segments {
        parts.extensions.insert(RequestContext::of_path(segments));
    }
    T::from_request_parts(&mut parts, &()).await
}

#[tokio::test]
async fn the_extractor_reads_the_route_of_the_request() {
    let path = extracted::<Path<u32>>("/items/7?x=1", Some(ONE)).await;
    assert_eq!(path, Ok(Path(7)));
    let path = extracted::<Path<u32>>("/items/7", None).await;
    assert_eq!(path, Err(PathRejection::MissingRoute));

    let response = PathRejection::MissingRoute.into_response();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = to_bytes(response.into_body(), 1024).await.unwrap();
    assert!(body.starts_with(b"`Path` and `Params` read"), "{body:?}");
}

#[tokio::test]
async fn an_optional_path_is_none_without_parameters() {
    type Optional = Option<Path<u32>>;
    assert_eq!(extracted::<Optional>("/about", Some(NONE)).await, Ok(None));
    let seven = extracted::<Optional>("/items/7", Some(ONE)).await;
    assert_eq!(seven, Ok(Some(Path(7))));
    let bad = extracted::<Optional>("/items/x", Some(ONE)).await;
    assert_eq!(bad.unwrap_err().status(), StatusCode::BAD_REQUEST);
}
