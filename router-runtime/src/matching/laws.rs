//! Laws that hold for every tree and every path, tried on random ones.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use tower::ServiceExt;

use super::clean_path::{TrailingSlash, is_clean};
use super::matcher::{Matcher, Verdict};
use super::segment::Segment;
use super::unroll::{AxumRoute, axum_routes};

const TREES: u64 = 10_000;
const PATHS_PER_TREE: usize = 10;
const MODES: [TrailingSlash; 3] = [
    TrailingSlash::Remove,
    TrailingSlash::Add,
    TrailingSlash::Ignore,
];

/// splitmix64: a failure names its seed and comes back with it.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const NAMES: [&str; 14] = [
    "a", "b", "c", "a", "b", "c", "ab", "a b", "é", "x.json", ".foo", "a|b", ":id", "*all",
];

/// Patterns that may stand beside each other.
fn random_tree(random: &mut Random) -> Vec<String> {
    let mut tree = BTreeSet::new();
    for _ in 0..=random.below(12) {
        let mut pattern = String::new();
        for level in 0..random.below(5) {
            let segment = match random.below(8) {
                0..=4 => random.pick(&NAMES).to_owned(),
                _ => format!("[p{level}]"),
            };
            pattern = format!("{pattern}/{segment}");
        }
        let level = pattern.matches('/').count();
        // The name of the dynamic sibling is legal for a catch-all.
        let name = random.pick(&["rest", "p"]);
        let (rest, optional) = (
            format!("{pattern}/[...{name}{level}]"),
            format!("{pattern}/[[...{name}{level}]]"),
        );
        let base = if pattern.is_empty() {
            "/".to_owned()
        } else {
            pattern.clone()
        };
        let taken = tree.iter().any(|known: &String| {
            known.starts_with(&format!("{pattern}/[..."))
                || known.starts_with(&format!("{pattern}/[[..."))
        });
        let optional_taken = tree
            .iter()
            .any(|known: &String| known.starts_with(&format!("{pattern}/[[...")));
        match random.below(6) {
            0 if !taken => tree.insert(rest),
            1 if !taken && !tree.contains(&base) => tree.insert(optional),
            2..=5 if !optional_taken => tree.insert(base),
            _ => false,
        };
    }
    tree.into_iter().collect()
}

fn random_path(random: &mut Random, tree: &[String]) -> String {
    let template = if tree.is_empty() {
        "/"
    } else {
        &tree[random.below(tree.len())]
    };
    let tidy = random.below(3) > 0;
    let mut path = String::new();
    for segment in template.split('/').filter(|segment| !segment.is_empty()) {
        let repeat = if segment.contains("...") {
            random.below(4)
        } else {
            1
        };
        for _ in 0..repeat {
            let plain = match random.below(10) {
                0..=6 if !segment.starts_with('[') => segment,
                _ => random.pick(&NAMES),
            };
            path += if tidy {
                "/"
            } else {
                random.pick(&["/", "/", "//", "\\"])
            };
            path += &spell(random, plain, tidy);
        }
    }
    for _ in 0..random.below(3) {
        let odd = [
            "/a", "/b/", "/..", "/%2e", "/a%2F..", "/%", "/%00", "/%C3", "/%5c", "/é", "//",
        ];
        path += match random.below(4) {
            0 if !tidy => random.pick(&odd),
            _ => random.pick(&["", "/", "/", "/a", "/b", ".txt", ""]),
        };
    }
    if path.starts_with(['/', '\\']) {
        path
    } else {
        format!("/{path}")
    }
}

/// The plain spelling, the text as it is, or with more escapes than needed.
fn spell(random: &mut Random, text: &str, tidy: bool) -> String {
    let style = if tidy { 2 } else { random.below(3) };
    text.bytes()
        .map(|byte| match (style, byte) {
            (0, _) => format!("%{byte:02x}"),
            (1, _) if random.below(2) == 0 => format!("%{byte:02X}"),
            (_, b' ' | b'|' | 0x80..) => format!("%{byte:02X}"),
            _ => char::from(byte).to_string(),
        })
        .collect()
}

/// What the segments of a path say, or `None` where one is malformed or moves.
fn meaning(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    for raw in path
        .replace('\\', "/")
        .split('/')
        .filter(|raw| !raw.is_empty())
    {
        let mut bytes = Vec::new();
        let mut rest = raw.as_bytes();
        while let [first, after @ ..] = rest {
            rest = after;
            if *first != b'%' {
                bytes.push(*first);
                continue;
            }
            let [high, low, after @ ..] = rest else {
                return None;
            };
            let digit = |byte: u8| char::from(byte).to_digit(16);
            bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).unwrap());
            rest = after;
        }
        let text = String::from_utf8(bytes).ok()?;
        let moves = text
            .replace('\\', "/")
            .split('/')
            .any(|piece| piece == "." || piece == "..");
        if moves || text.contains('\0') {
            return None;
        }
        segments.push(text);
    }
    Some(segments)
}

/// Next's sorter, `getSortedRoutes`: a trie of names, flattened.
#[derive(Default)]
struct UrlNode {
    leaf: bool,
    children: BTreeMap<String, UrlNode>,
}

impl UrlNode {
    fn insert(&mut self, names: &[&str]) {
        match names {
            [] => self.leaf = true,
            [name, rest @ ..] => {
                self.children
                    .entry((*name).to_owned())
                    .or_default()
                    .insert(rest);
            }
        }
    }

    fn smoosh(&self, prefix: &str) -> Vec<String> {
        let kind = |name: &str| match name {
            _ if name.starts_with("[[...") => 3,
            _ if name.starts_with("[...") => 2,
            _ if name.starts_with('[') => 1,
            _ => 0,
        };
        let mut names: Vec<_> = self.children.keys().collect();
        names.sort_by_key(|name| kind(name));
        let mut routes = Vec::new();
        if self.leaf {
            routes.push(
                if prefix == "/" {
                    "/"
                } else {
                    prefix.trim_end_matches('/')
                }
                .to_owned(),
            );
        }
        for name in names {
            routes.extend(self.children[name].smoosh(&format!("{prefix}{name}/")));
        }
        routes
    }
}

/// The first route that matches: static ones first, then the others as Next sorts them.
struct Reference(Vec<String>);

impl Reference {
    fn new(tree: &[String]) -> Self {
        let mut root = UrlNode::default();
        for pattern in tree {
            root.insert(
                &pattern
                    .split('/')
                    .filter(|name| !name.is_empty())
                    .collect::<Vec<_>>(),
            );
        }
        let mut sorted = root.smoosh("/");
        sorted.sort_by_key(|pattern| pattern.contains('['));
        assert_eq!(sorted.len(), tree.len());
        Self(sorted)
    }

    fn find(&self, segments: &[String]) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|pattern| {
            let mut names = pattern.split('/').filter(|name| !name.is_empty());
            let mut segments = segments.iter();
            loop {
                match (names.next(), segments.next()) {
                    (None, None) => return true,
                    (Some(name), _) if name.starts_with("[[...") => return true,
                    (None, Some(_)) | (Some(_), None) => return false,
                    (Some(name), _) if name.starts_with("[...") => return true,
                    (Some(name), _) if name.starts_with('[') => {}
                    (Some(name), Some(segment)) if name == segment => {}
                    _ => return false,
                }
            }
        })
    }
}

struct Application {
    tree: Vec<String>,
    reference: Reference,
    mode: TrailingSlash,
    matcher: Matcher,
    router: Router,
    unrolled: bool,
}

impl Application {
    fn new(tree: Vec<String>, mode: TrailingSlash) -> Self {
        let routes: Vec<_> = tree
            .iter()
            .map(|pattern| Segment::parse(pattern.clone().leak()))
            .collect();
        let routes: Vec<_> = routes.iter().map(Vec::as_slice).collect();
        let mut axum = Router::new().without_v07_checks();
        let patterns = axum_routes(&routes, mode);
        let unrolled = patterns.iter().any(|pattern| pattern.unrolled);
        for AxumRoute { pattern, route, .. } in patterns {
            let answer = tower::service_fn(move |_: Request<Body>| async move {
                Ok::<Response, std::convert::Infallible>(Extension(route).into_response())
            });
            axum = axum.route_service(&pattern, answer);
        }
        let reference = Reference::new(&tree);
        let matcher = Matcher::new(&routes, mode);
        Self {
            tree,
            reference,
            mode,
            matcher,
            router: axum,
            unrolled,
        }
    }

    fn expected(&self, path: &str) -> Option<usize> {
        let found = self.reference.find(&meaning(path)?)?;
        self.tree.iter().position(|pattern| pattern == found)
    }

    async fn axum(&self, uri: &Uri) -> Option<usize> {
        let request = Request::builder()
            .uri(uri.clone())
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let route = response.extensions().get().copied();
        assert_eq!(route.is_none(), response.status() == StatusCode::NOT_FOUND);
        route
    }

    async fn obeys(&self, path: &str) {
        let expected = self.expected(path);
        let verdict = self.matcher.judge(path);
        let found = match &verdict {
            Verdict::Route(route) => Some(*route),
            Verdict::NotFound => None,
            Verdict::BadRequest => {
                assert_eq!(meaning(path), None);
                assert!(!is_clean(path, self.mode));
                return;
            }
            Verdict::Redirect(target) => {
                assert_ne!(target, path);
                assert!(target.starts_with('/') && target.is_ascii(), "{target}");
                assert!(
                    !target.starts_with("//") && !target.contains('\\'),
                    "{target}"
                );
                assert_eq!(meaning(target).unwrap(), meaning(path).unwrap());
                let again = expected.map_or(Verdict::NotFound, Verdict::Route);
                assert_eq!(self.matcher.judge(target), again, "{target}");
                assert!(!is_clean(path, self.mode));
                return;
            }
        };
        assert!(meaning(path).is_some());
        assert_eq!(found, expected);
        if is_clean(path, self.mode) {
            assert_eq!(self.matcher.find(path), expected);
        }
        if let Ok(uri) = path.parse::<Uri>()
            && uri.path() == path
        {
            assert_eq!(self.axum(&uri).await, expected);
        }
    }
}

/// Prints what was tried when a law is broken.
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
    let (mut clean, mut matched, mut unrolled) = (0, 0, 0);
    for seed in 0..TREES {
        let mut random = Random(seed);
        let application = Application::new(random_tree(&mut random), random.pick(&MODES));
        unrolled += usize::from(application.unrolled);
        for _ in 0..PATHS_PER_TREE {
            let path = random_path(&mut random, &application.tree);
            let trial = Trial(seed, &application, path.into());
            application.obeys(&trial.2).await;
            clean += usize::from(is_clean(&trial.2, application.mode));
            matched += usize::from(application.expected(&trial.2).is_some());
        }
    }
    // The generator is worth something: many paths are clean, many find a route, and many trees
    // hold what axum refuses.
    assert!(clean > 20_000, "{clean}");
    assert!(matched > 50_000, "{matched}");
    assert!(unrolled > 500, "{unrolled}");
}

#[tokio::test]
async fn any_text_is_judged() {
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
            application.obeys(&trial.2).await;
        }
    }
}

#[test]
fn the_clean_look_sees_every_byte_at_every_place() {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"&'()*+,-:;=@_".contains(&byte);
    for length in 1..40 {
        for at in 1..length {
            for byte in 1..=0x7f_u8 {
                let mut path = vec![b'a'; length];
                path[0] = b'/';
                path[at] = byte;
                let path = String::from_utf8(path).unwrap();
                let stands_in_a_path = path.parse::<Uri>().is_ok_and(|uri| uri.path() == path);
                if !stands_in_a_path {
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
fn a_hostile_tree_and_path_are_answered_at_once() {
    // Static and dynamic siblings at each of ten levels, every combination a route.
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
    assert_eq!(application.matcher.find(&format!("{deep}/end")), Some(0));
    for path in [
        format!("{deep}/other"),
        format!("{deep}/{}", "x".repeat(60_000)),
        "/s".repeat(30_000),
        "/x".repeat(30_000),
    ] {
        assert_eq!(application.matcher.find(&path), None);
        assert_eq!(application.matcher.judge(&path), Verdict::NotFound);
    }
}
