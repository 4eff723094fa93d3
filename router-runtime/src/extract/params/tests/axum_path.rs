//! A comparison with axum's `Path`.

use super::*;
use axum::{
    Router,
    body::Body,
    extract::FromRequestParts,
    http::{Request, StatusCode},
};
use std::collections::{BTreeMap, HashMap};
use tower::ServiceExt;

/// Reads one path with axum's extractor behind a route, and with ours.
async fn both<T>(route: &str, path: &'static str, segments: &'static [Segment], style: Style)
where
    T: DeserializeOwned + Debug + Send + 'static,
{
    let handler = move |request: Request<Body>| async move {
        let (mut parts, _) = request.into_parts();
        let axum = axum::extract::Path::<T>::from_request_parts(&mut parts, &()).await;
        let axum = match axum {
            Ok(axum::extract::Path(value)) => format!("{value:?}"),
            Err(rejection) => format!("{} {}", rejection.status(), rejection.body_text()),
        };
        let ours = match read::<T>(parts.uri.path(), segments, style) {
            Ok(value) => format!("{value:?}"),
            Err(rejection) => format!("{} {}", rejection.status(), rejection.body_text()),
        };
        assert_eq!(ours, axum, "{path} as {}", std::any::type_name::<T>());
        StatusCode::IM_A_TEAPOT
    };
    let router: Router = Router::new().route(route, axum::routing::get(handler));
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT, "{path}");
}

macro_rules! agree {
    ($route:literal $segments:ident $style:ident: $($path:literal)+ => $($ty:ty),+) => {
        agree!(@ $route $segments $style [$($path)+] $($ty),+)
    };
    (@ $route:literal $segments:ident $style:ident $paths:tt $($ty:ty),+) => {
        $(agree!(@@ $route $segments $style $ty, $paths);)+
    };
    (@@ $route:literal $segments:ident $style:ident $ty:ty, [$($path:literal)+]) => {
        $(both::<$ty>($route, $path, $segments, Style::$style).await;)+
    };
}

#[tokio::test]
async fn single_segments_are_read_as_axum_reads_them() {
    agree!("/items/{id}" ONE Next:
        "/items/7" "/items/-1" "/items/a%20b" "/items/true" "/items/%C3%A9"
        "/items/red" "/items/1e3" "/items/%2B7" "/items/a%2Fb" "/items/0" =>
        u32, i64, u128, f32, bool, char, String, Id, Color, Even, (u32,), (u32, u32), Vec<u32>,
        Vec<String>, Vec<(String, u32)>, Vec<(u32, u32)>, Vec<(u32, u32, u32)>, Vec<Vec<u32>>,
        Both, HashMap<String, String>, HashMap<String, Option<u8>>, HashMap<String, (u8, u8)>,
        HashMap<String, HashMap<String, String>>, std::num::NonZeroU8, (), Option<u32>, Either,
        serde_json::Value, Pair, [u8; 1], [u8; 2], (Option<u8>,), ((String, u32),),
        std::net::IpAddr, std::time::Duration, std::path::PathBuf);
    agree!("/{team}/of/{id}" TWO Next:
        "/red/of/7" "/7/of/red" =>
        u32, String, (String, u32), (u32, String), (u32,), Vec<String>, Vec<u32>, Vec<(String, String)>, Both, BTreeMap<String, String>, BTreeMap<String, u32>, Pair, ((String, String), (String, u32)), (), Color);
}

#[tokio::test]
async fn catch_alls_in_axums_style_are_read_as_axum_reads_them() {
    agree!("/files/{*path}" FILES Axum:
        "/files/a/b" "/files/a" "/files/7" "/files/a%2Fb/c" "/files/a/" =>
        u32, String, (String,), Vec<String>, Vec<(String, String)>, HashMap<String, String>, (String, String), Option<String>);
    agree!("/{team}/{*path}" TEAM Axum:
        "/a/b/c" "/a/b" "/a%2Fb/%2F/" =>
        String, (String, String), (String, Vec<String>), Vec<String>, BTreeMap<String, String>);
    agree!("/shop" SHOP Axum:
        "/shop" =>
        u32, String, (String,), Vec<String>, Vec<(String, String)>, HashMap<String, String>, ());
    agree!("/shop/{*tags}" SHOP Axum:
        "/shop/a/b" =>
        u32, String, (String,), Vec<String>, Vec<(String, String)>);
}
