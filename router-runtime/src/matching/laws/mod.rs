//! Properties of matching that hold for every tree and every path, tested with random ones.

mod random;
mod reference;

use super::{
    axum_patterns::{AxumPattern, axum_patterns},
    clean_path::{TrailingSlash, is_clean, is_clean_behind},
    matcher::{Match, Matcher, Resolution},
    segment::{Segment, StaticPrefix},
};
use axum::{
    Extension, Router,
    body::Body,
    http::{Request, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use random::{Random, random_path, random_tree};
use reference::{Reference, decoded_segments};
use std::borrow::Cow;
use tower::ServiceExt;

const TREES: u64 = 10_000;
const PATHS_PER_TREE: usize = 10;
const MODES: [TrailingSlash; 3] = [
    TrailingSlash::Remove,
    TrailingSlash::Add,
    TrailingSlash::Ignore,
];

struct Application {
    tree: Vec<String>,
    patterns: Vec<&'static [Segment]>,
    reference: Reference,
    mode: TrailingSlash,
    matcher: Matcher,
    router: Router,
    is_expanded: bool,
}

impl Application {
    fn new(tree: Vec<String>, mode: TrailingSlash) -> Self {
        let patterns: Vec<&'static [Segment]> = tree
            .iter()
            .map(|pattern| {
                &*Segment::parse(pattern.clone().leak())
                    .collect::<Vec<_>>()
                    .leak()
            })
            .collect();
        let mut axum = Router::new().without_v07_checks();
        let axum_patterns_of_tree = axum_patterns(&patterns, mode);
        let is_expanded = axum_patterns_of_tree.iter().any(|route| route.is_expanded);
        for AxumPattern { pattern, route, .. } in axum_patterns_of_tree {
            let service = tower::service_fn(move |_: Request<Body>| async move {
                Ok::<Response, std::convert::Infallible>(Extension(route).into_response())
            });
            axum = axum.route_service(&pattern, service);
        }
        let reference = Reference::new(&tree);
        let matcher = Matcher::new(&patterns, mode);
        Self {
            tree,
            patterns,
            reference,
            mode,
            matcher,
            router: axum,
            is_expanded,
        }
    }

    fn expected(&self, path: &str) -> Option<usize> {
        let found = self.reference.find(&decoded_segments(path)?)?;
        self.tree.iter().position(|pattern| pattern == found)
    }

    async fn axum(&self, uri: &Uri) -> Option<usize> {
        let request = Request::builder()
            .uri(uri.clone())
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let route = response.extensions().get::<usize>().copied();
        assert_eq!(route.is_none(), response.status() == StatusCode::NOT_FOUND);
        route
    }

    /// Checks the order of dispatch, which finds a route first: if the rest after the static prefix is clean, so is the path.
    fn check_rest(&self, path: &str) {
        if let Some(Match { route, is_static }) = self.matcher.find(path)
            && path.starts_with('/')
        {
            let pattern = self.patterns[route];
            let (rest, _) = StaticPrefix::of(pattern).skip(path, pattern);
            assert!(!is_static || ["", "/"].contains(&rest), "{path}");
            if is_clean_behind(path, rest, self.mode) {
                assert_eq!(self.matcher.resolve(path), Resolution::Route(route));
            } else {
                assert!(!is_clean(path, self.mode));
            }
        }
    }

    async fn check(&self, path: &str) {
        self.check_rest(path);
        let expected = self.expected(path);
        let resolution = self.matcher.resolve(path);
        if let Some(route) = self.matcher.find_escaped(path) {
            let unclean = self.matcher.resolve_unclean(path);
            assert_eq!(unclean, Resolution::Route(route), "{path}");
        }
        let found = match &resolution {
            Resolution::Route(route) => Some(*route),
            Resolution::NotFound => None,
            Resolution::BadRequest => {
                assert_eq!(decoded_segments(path), None);
                assert!(!is_clean(path, self.mode));
                return;
            }
            Resolution::Redirect(target) => {
                assert_ne!(target, path);
                assert!(target.starts_with('/') && target.is_ascii(), "{target}");
                assert!(
                    !target.starts_with("//") && !target.contains('\\'),
                    "{target}"
                );
                assert_eq!(
                    decoded_segments(target).unwrap(),
                    decoded_segments(path).unwrap()
                );
                let again = expected.map_or(Resolution::NotFound, Resolution::Route);
                assert_eq!(self.matcher.resolve(target), again, "{target}");
                assert!(!is_clean(path, self.mode));
                return;
            }
        };
        assert!(decoded_segments(path).is_some());
        assert_eq!(found, expected);
        if is_clean(path, self.mode) {
            let found = self.matcher.find(path);
            assert_eq!(found.map(|found| found.route), expected);
        }
        if let Ok(uri) = path.parse::<Uri>()
            && uri.path() == path
        {
            assert_eq!(self.axum(&uri).await, expected);
        }
    }
}

/// One trial, which is printed if a property does not hold.
struct Trial<'a>(u64, &'a Application, Cow<'a, str>);

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "seed {}, {:?}, tree {:#?}, path {:?}",
                self.0, self.1.mode, self.1.tree, self.2
            );
        }
    }
}

#[tokio::test]
async fn matcher_axum_and_next_agree_on_random_trees() {
    let (mut clean, mut matched, mut is_expanded) = (0, 0, 0);
    for seed in 0..TREES {
        let mut random = Random(seed);
        let application = Application::new(random_tree(&mut random), random.pick(&MODES));
        is_expanded += usize::from(application.is_expanded);
        for _ in 0..PATHS_PER_TREE {
            let path = random_path(&mut random, &application.tree);
            let trial = Trial(seed, &application, path.into());
            application.check(&trial.2).await;
            clean += usize::from(is_clean(&trial.2, application.mode));
            matched += usize::from(application.expected(&trial.2).is_some());
        }
    }
    // The random cases must cover enough clean paths, matches, and trees that axum would reject without expansion.
    assert!(clean > 20_000, "{clean}");
    assert!(matched > 50_000, "{matched}");
    assert!(is_expanded > 500, "{is_expanded}");
}

#[tokio::test]
async fn any_text_has_a_resolution() {
    let alphabet = [
        "/", "/", "\\", ".", "%", "2", "e", "%2F", "%2e", "a", "é", "%C3%A9", "%5C", "\0", "|",
        "?", "\t", "~",
    ];
    let tree = [
        "/",
        "/a",
        "/a/[x]",
        "/[x]/.a",
        "/é/[...r]",
        "/a/a/a/[[...o]]",
    ];
    for mode in MODES {
        let application = Application::new(tree.map(str::to_owned).to_vec(), mode);
        for seed in 0..10_000 {
            let mut random = Random(seed);
            let mut path = "/".to_owned();
            for _ in 0..random.below(12) {
                path += random.pick(&alphabet);
            }
            let trial = Trial(seed, &application, path.into());
            application.check(&trial.2).await;
        }
    }
}

#[test]
fn is_clean_checks_every_byte_at_every_position() {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"&'()*+,-:;=@_".contains(&byte);
    for length in 1..40 {
        for at in 1..length {
            for byte in 1..=0x7f_u8 {
                let mut path = vec![b'a'; length];
                path[0] = b'/';
                path[at] = byte;
                let path = String::from_utf8(path).unwrap();
                let is_uri_path = path.parse::<Uri>().is_ok_and(|uri| uri.path() == path);
                if !is_uri_path {
                    continue;
                }
                let dot = byte == b'.' && at > 1;
                let slash = byte == b'/' && at > 1 && at + 1 < length;
                let expected = plain(byte) || dot || slash;
                assert_eq!(is_clean(&path, TrailingSlash::Remove), expected, "{path:?}");
                let slash = byte == b'/' && at > 1;
                let expected = plain(byte) || dot || slash;
                assert_eq!(is_clean(&path, TrailingSlash::Ignore), expected, "{path:?}");
            }
            let mut path = vec![b'a'; length + 1];
            path[0] = b'/';
            for pair in ["//", "/.", "é"] {
                path[at..at + 2].copy_from_slice(pair.as_bytes());
                let path = String::from_utf8(path.clone()).unwrap();
                assert!(!is_clean(&path, TrailingSlash::Ignore), "{path:?}");
            }
        }
    }
}

#[test]
fn hostile_trees_and_paths_are_resolved_quickly() {
    // Static and dynamic siblings at each of ten levels; every combination is a route.
    let tree: Vec<_> = (0..1024_u32)
        .map(|bits| {
            let segment = |level: u32| match bits >> level & 1 {
                0 => "/s".to_owned(),
                _ => format!("/[p{level}]"),
            };
            (0..10)
                .map(segment)
                .chain(["/end".to_owned()])
                .collect::<String>()
        })
        .collect();
    let application = Application::new(tree, TrailingSlash::Remove);
    let deep = "/s".repeat(10);
    let found = application.matcher.find(&format!("{deep}/end"));
    assert_eq!(found.map(|found| found.route), Some(0));
    for path in [
        format!("{deep}/other"),
        format!("{deep}/{}", "x".repeat(60_000)),
        "/s".repeat(30_000),
        "/x".repeat(30_000),
    ] {
        assert_eq!(application.matcher.find(&path), None);
        assert_eq!(application.matcher.resolve(&path), Resolution::NotFound);
    }
}
