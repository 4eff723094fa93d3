use crate::{
    extract::{
        RequestContext,
        params::{ParamValues, RouteParams, params},
    },
    matching::Segment::{self, CatchAll, Dynamic, OptionalCatchAll, Static},
    rejection::PathRejection,
};
use axum::http::Request;

#[derive(Debug, PartialEq)]
struct Params {
    team: String,
    path: Vec<String>,
}

impl RouteParams for Params {
    fn read(values: &mut ParamValues<'_>) -> Result<Self, PathRejection> {
        Ok(Self {
            team: values.one()?,
            path: values.many()?,
        })
    }
}

fn read(path: &str, segments: &'static [Segment]) -> Result<Params, PathRejection> {
    let (mut parts, ()) = Request::get(path).body(()).unwrap().into_parts();
    parts.extensions.insert(RequestContext::of_path(segments));
    params(&parts)
}

#[test]
fn params_are_read_in_the_order_of_the_pattern() {
    const REQUIRED: &[Segment] = &[Static("t"), Dynamic("team"), CatchAll("path")];
    const OPTIONAL: &[Segment] = &[Static("t"), Dynamic("team"), OptionalCatchAll("path")];
    let params = |team: &str, path: &[&str]| {
        Ok(Params {
            team: team.to_owned(),
            path: path.iter().map(|&segment| segment.to_owned()).collect(),
        })
    };
    let invalid = |key| Err(PathRejection::InvalidEncoding { key });
    let cases = [
        ("/t/a%20b/c/d", REQUIRED, params("a b", &["c", "d"])),
        ("/t/a/c%2Fd/", REQUIRED, params("a", &["c/d"])),
        ("/t/a", OPTIONAL, params("a", &[])),
        ("/t/a/", OPTIONAL, params("a", &[])),
        ("/t/a/b", OPTIONAL, params("a", &["b"])),
        ("/t/a", REQUIRED, Err(PathRejection::MissingRoute)),
        ("/t", REQUIRED, Err(PathRejection::MissingRoute)),
        ("/t/%FF/b", REQUIRED, invalid("team")),
        ("/t/a/b/%2", REQUIRED, invalid("path")),
    ];
    for (path, segments, expected) in cases {
        assert_eq!(read(path, segments), expected, "{path}");
    }
}

#[test]
fn a_struct_of_another_route_is_rejected() {
    const SWAPPED: &[Segment] = &[CatchAll("path")];
    const SHORT: &[Segment] = &[Dynamic("team")];
    const SINGLE: &[Segment] = &[Dynamic("team"), Dynamic("path")];
    for segments in [SWAPPED, SHORT, SINGLE] {
        assert_eq!(read("/a/b", segments), Err(PathRejection::MissingRoute));
    }
}
