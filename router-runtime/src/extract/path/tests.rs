use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::FromRequestParts;
use axum::http::{Request, StatusCode};
use axum::response::IntoResponse;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use super::{Path, read};
use crate::extract::RequestContext;
use crate::matching::Segment::{self, CatchAll, Dynamic, OptionalCatchAll, Static};
use crate::{
    Href,
    extract::{PathRejection, params::Style},
};

const ONE: &[Segment] = &[Static("items"), Dynamic("id")];
const TWO: &[Segment] = &[Dynamic("team"), Static("of"), Dynamic("id")];
const FILES: &[Segment] = &[Static("files"), CatchAll("path")];
const TEAM: &[Segment] = &[Dynamic("team"), CatchAll("path")];
const SHOP: &[Segment] = &[Static("shop"), OptionalCatchAll("tags")];
const NONE: &[Segment] = &[Static("about")];

fn next<T: DeserializeOwned>(path: &str, segments: &[Segment]) -> Result<T, String> {
    read(path, segments, Style::Next)
        .map_err(|error| format!("{} {}", error.status().as_u16(), error.body_text()))
}

/// `Ok(…)` of the expected value, compared as text so that one table holds many types.
fn shown<T: DeserializeOwned + Debug>(path: &str, segments: &[Segment]) -> String {
    match next::<T>(path, segments) {
        Ok(value) => format!("{value:?}"),
        Err(error) => error,
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
    Green,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Id(u64);

#[derive(Debug, Deserialize, PartialEq)]
struct Both {
    id: u32,
    team: String,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Pair(String, u32);

#[derive(Debug, Deserialize, PartialEq)]
struct Tags {
    tags: Option<Vec<String>>,
    #[serde(default)]
    other: Option<u8>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Either {
    Text(String),
    List(Vec<String>),
}

#[derive(Debug)]
struct Even;

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Even;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("text of even length")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Even, E> {
                if text.len().is_multiple_of(2) {
                    Ok(Even)
                } else {
                    Err(E::custom("odd length"))
                }
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[test]
fn single_values() {
    let cases = [
        (shown::<u32>("/items/7", ONE), "7"),
        (shown::<i8>("/items/-7", ONE), "-7"),
        (
            shown::<u128>("/items/340282366920938463463374607431768211455", ONE),
            "340282366920938463463374607431768211455",
        ),
        (
            shown::<i128>("/items/-170141183460469231731687303715884105728", ONE),
            "-170141183460469231731687303715884105728",
        ),
        (shown::<f64>("/items/1.5", ONE), "1.5"),
        (shown::<bool>("/items/true", ONE), "true"),
        (shown::<char>("/items/%C3%A9", ONE), "'é'"),
        (shown::<String>("/items/a%20b", ONE), "\"a b\""),
        (shown::<String>("/items/a%252Fb", ONE), "\"a%2Fb\""),
        (shown::<String>("/items/a%2Fb", ONE), "\"a/b\""),
        (shown::<String>("/items/a+b", ONE), "\"a+b\""),
        (shown::<String>("/items/a/", ONE), "\"a\""),
        (shown::<Id>("/items/7", ONE), "Id(7)"),
        (shown::<Color>("/items/green", ONE), "Green"),
        (shown::<(u32,)>("/items/7", ONE), "(7,)"),
        (shown::<()>("/items/7", ONE), "()"),
        (shown::<Even>("/items/ab", ONE), "Even"),
        (
            shown::<Vec<(String, String)>>("/items/a%20b", ONE),
            "[(\"id\", \"a b\")]",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn several_values() {
    let cases = [
        (shown::<(String, u32)>("/red/of/7", TWO), "(\"red\", 7)"),
        (shown::<(Color, Id)>("/red/of/7", TWO), "(Red, Id(7))"),
        (shown::<Pair>("/red/of/7", TWO), "Pair(\"red\", 7)"),
        (
            shown::<Both>("/red/of/7", TWO),
            "Both { id: 7, team: \"red\" }",
        ),
        (
            shown::<BTreeMap<String, String>>("/red/of/7", TWO),
            "{\"id\": \"7\", \"team\": \"red\"}",
        ),
        (shown::<Vec<String>>("/red/of/7", TWO), "[\"red\", \"7\"]"),
        (
            shown::<Vec<(String, String)>>("/red/of/7", TWO),
            "[(\"team\", \"red\"), (\"id\", \"7\")]",
        ),
        (shown::<()>("/about", NONE), "()"),
        (shown::<HashMap<String, String>>("/about", NONE), "{}"),
        (shown::<Vec<String>>("/about", NONE), "[]"),
        (shown::<Vec<String>>("/", &[]), "[]"),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn catch_alls_are_sequences() {
    let cases = [
        (
            shown::<Vec<String>>("/files/a/b%2Fc/%20", FILES),
            "[\"a\", \"b/c\", \" \"]",
        ),
        (shown::<Vec<String>>("/files/a/", FILES), "[\"a\"]"),
        (shown::<Vec<u32>>("/files/1/2", FILES), "[1, 2]"),
        (shown::<(Vec<u32>,)>("/files/1/2", FILES), "([1, 2],)"),
        (shown::<((u32, char),)>("/files/1/2", FILES), "((1, '2'),)"),
        (
            shown::<HashMap<String, Vec<u8>>>("/files/1/2", FILES),
            "{\"path\": [1, 2]}",
        ),
        (
            shown::<Vec<(String, String)>>("/files/a/b", FILES),
            "[(\"path\", \"a\"), (\"path\", \"b\")]",
        ),
        (
            shown::<(String, Vec<String>)>("/red/a/b", TEAM),
            "(\"red\", [\"a\", \"b\"])",
        ),
        (
            shown::<Vec<String>>("/red/a/b", TEAM),
            "[\"red\", \"a\", \"b\"]",
        ),
        (
            shown::<BTreeMap<String, Either>>("/red/a/b", TEAM),
            "{\"path\": List([\"a\", \"b\"]), \"team\": Text(\"red\")}",
        ),
        (shown::<Vec<String>>("/shop", SHOP), "[]"),
        (shown::<Vec<String>>("/shop/", SHOP), "[]"),
        (shown::<Vec<String>>("/shop/a", SHOP), "[\"a\"]"),
        (shown::<Option<Vec<String>>>("/shop", SHOP), "None"),
        (
            shown::<Option<Vec<String>>>("/shop/a", SHOP),
            "Some([\"a\"])",
        ),
        (
            shown::<Tags>("/shop", SHOP),
            "Tags { tags: None, other: None }",
        ),
        (
            shown::<Tags>("/shop/a", SHOP),
            "Tags { tags: Some([\"a\"]), other: None }",
        ),
        (shown::<Vec<String>>("/", &[OptionalCatchAll("all")]), "[]"),
        (
            shown::<Vec<String>>("/a/b", &[OptionalCatchAll("all")]),
            "[\"a\", \"b\"]",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn rejections_say_what_is_wrong() {
    let cases = [
        (
            shown::<u32>("/items/x%20y", ONE),
            "400 Invalid URL: Cannot parse `x y` to a `u32`",
        ),
        (
            shown::<(String, u32)>("/red/of/x", TWO),
            "400 Invalid URL: Cannot parse value at index 1 with value `x` to a `u32`",
        ),
        (
            shown::<Both>("/red/of/x", TWO),
            "400 Invalid URL: Cannot parse `id` with value `x` to a `u32`",
        ),
        (
            shown::<Color>("/items/blue", ONE),
            "400 Invalid URL: unknown variant `blue`, expected `red` or `green`",
        ),
        (
            shown::<Even>("/items/odd", ONE),
            "400 Invalid URL: Cannot parse `id` with value `odd`: odd length",
        ),
        (
            shown::<String>("/items/%FF", ONE),
            "400 Invalid URL: Invalid UTF-8 in `id`",
        ),
        (
            shown::<String>("/items/%4", ONE),
            "400 Invalid URL: Invalid UTF-8 in `id`",
        ),
        (
            shown::<Vec<String>>("/files/a/%FF", FILES),
            "400 Invalid URL: Invalid UTF-8 in `path`",
        ),
        (
            shown::<Vec<u32>>("/files/1/x", FILES),
            "400 Invalid URL: Cannot parse value at index 1 with value `x` to a `u32`",
        ),
        (
            shown::<((u32, u32),)>("/files/1/2/3", FILES),
            "400 Invalid URL: Expected 2 segments in `path` but got 3",
        ),
        (
            shown::<(u32, u32)>("/items/7", ONE),
            "500 Wrong number of path arguments for `Path`. Expected 2 but got 1",
        ),
        (
            shown::<u32>("/about", NONE),
            "500 Wrong number of path arguments for `Path`. Expected 1 but got 0. Note that \
             multiple parameters must be extracted with a tuple `Path<(_, _)>` or a struct \
             `Path<YourParams>`",
        ),
        (
            shown::<String>("/files/a/b", FILES),
            "500 `path` is a catch-all: read it as a sequence such as `Vec<String>`, not as a \
             `alloc::string::String`",
        ),
        (
            shown::<Vec<Vec<String>>>("/files/a/b", FILES),
            "500 Unsupported type `alloc::vec::Vec<alloc::string::String>`",
        ),
        (
            shown::<Option<String>>("/items/a", ONE),
            "500 Unsupported type `core::option::Option<alloc::string::String>`",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn a_path_of_another_route_is_refused() {
    for (path, segments) in [
        ("/", ONE),
        ("/items", ONE),
        ("/items/", ONE),
        ("", ONE),
        ("*", ONE),
        ("/files", FILES),
        ("//", FILES),
    ] {
        let _ = next::<String>(path, segments);
        let got = read::<(String,)>(path, segments, Style::Next);
        assert!(got.is_err(), "{path} {segments:?} {got:?}");
    }
}

/// Both readings of one path: axum's own extractor behind a real route, and ours.
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

#[test]
fn bytes_that_are_no_text_are_refused_in_either_style() {
    for style in [Style::Next, Style::Axum] {
        let got = read::<(String,)>("/items/%FF", ONE, style);
        assert_eq!(got, Err(PathRejection::InvalidEncoding { key: "id" }));
    }
    let got = read::<String>("/files/a/%FF", FILES, Style::Axum);
    assert_eq!(got, Err(PathRejection::InvalidEncoding { key: "path" }));
}

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
async fn the_extractor_takes_the_route_from_the_request() {
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

proptest! {
    #[test]
    fn what_a_link_writes_is_read_back(
        team in ".{1,8}",
        path in proptest::collection::vec("[ -~é/%.]{1,4}", 0..4),
    ) {
        const LINK: &[Segment] = &[Static("a b"), Dynamic("team"), OptionalCatchAll("path")];
        let lost = |value: &str| matches!(value, "." | "..") || value.contains('\0');
        let link = Href::new().push_static("a b").one(&team).many(&path).finish();
        let back = read::<(String, Vec<String>)>(&link, LINK, Style::Next);
        if lost(&team) || path.iter().any(|value| lost(value)) {
            let refused = matches!(back, Err(PathRejection::InvalidEncoding { .. }));
            prop_assert!(refused, "{:?}", back);
        } else {
            prop_assert_eq!(back, Ok((team, path)));
        }
    }

    #[test]
    fn no_path_panics(path in "/?[a%/.*é0-9F]{0,12}") {
        for segments in [ONE, TWO, FILES, TEAM, SHOP, NONE] {
            for style in [Style::Next, Style::Axum] {
                let _ = read::<(u32, Vec<String>)>(&path, segments, style);
                let _ = read::<HashMap<String, String>>(&path, segments, style);
                let _ = read::<Vec<(String, String)>>(&path, segments, style);
            }
        }
    }
}
