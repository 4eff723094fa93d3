//! The routes as patterns of axum's own matcher.

use super::{
    clean_path::{TrailingSlash, slash_to_add},
    percent,
    segment::Segment,
};
use std::{borrow::Cow, cmp::Ordering};

/// A pattern for `axum::Router::route`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AxumPattern {
    /// The pattern in axum's syntax, with encoded static segments.
    pub(crate) pattern: String,
    /// The index of the route.
    pub(crate) route: usize,
    /// `true` if the pattern stems from a catch-all at a level above, so that its parameters differ from the route's.
    pub(crate) is_expanded: bool,
}

/// The beginning of parameter names that axum keeps to itself. Its extractors do not show such parameters.
pub(crate) const HIDDEN_NAME: &str = "__private__axum_fallback";

/// Returns one or more patterns for each route, which axum accepts next to each other.
///
/// axum rejects `{x}` next to `{*rest}`. There the catch-all is expanded: it is registered at every level below `{x}` that has no
/// route of its own. The parameters of such a pattern are not those of the user's, so their names hide them from axum's extractors: the
/// endpoint has axum insert those of the user's own pattern. A static segment may begin with `:` or `*`, so the router must be built `without_v07_checks`.
pub(crate) fn axum_patterns(
    routes: &[&[Segment]],
    trailing_slash: TrailingSlash,
) -> Vec<AxumPattern> {
    let mut sorted: Vec<Route<'_>> = routes.iter().copied().zip(0..).collect();
    // Of two equal patterns the first one wins.
    sorted.sort_by(|(one, _), (other, _)| order(one, other));
    let mut expansion = Expansion {
        trailing_slash,
        prefix: Prefix::default(),
        patterns: Vec::with_capacity(routes.len()),
    };
    expansion.visit(&sorted, 0, None);
    expansion.patterns
}

/// The segments and the index of a route.
type Route<'r> = (&'r [Segment], usize);

/// The order in which the routes of a subtree are neighbours.
fn order(one: &[Segment], other: &[Segment]) -> Ordering {
    let pairs = one.iter().zip(other);
    let mut orders = pairs.map(|pair| match pair {
        (Segment::Static(one), Segment::Static(other)) => one.cmp(other),
        (one, other) => rank(one).cmp(&rank(other)),
    });
    let different = orders.find(|order| order.is_ne());
    different.unwrap_or_else(|| one.len().cmp(&other.len()))
}

/// The order of the segments at one level.
fn rank(segment: &Segment) -> u8 {
    match segment {
        Segment::Static(_) => 0,
        Segment::Dynamic(_) => 1,
        Segment::CatchAll(_) | Segment::OptionalCatchAll(_) => 2,
    }
}

#[derive(Clone, Copy)]
struct CatchAll {
    name: &'static str,
    route: usize,
    is_optional: bool,
}

impl CatchAll {
    /// Returns the catch-all at this level of a route.
    fn at(level: usize, (segments, route): Route<'_>) -> Option<Self> {
        let (name, is_optional) = match *segments.get(level)? {
            Segment::CatchAll(name) => (name, false),
            Segment::OptionalCatchAll(name) => (name, true),
            Segment::Static(_) | Segment::Dynamic(_) => return None,
        };
        Some(Self {
            name,
            route,
            is_optional,
        })
    }
}

/// The pattern of the segments that lead to a level.
#[derive(Default)]
struct Prefix {
    pattern: String,
    /// The names of its parameters.
    names: Vec<Cow<'static, str>>,
}

impl Prefix {
    fn push_static(&mut self, name: &str) {
        self.pattern.push('/');
        self.pattern.push_str(&percent::encode_segment(name));
    }

    fn push_dynamic(&mut self, name: &'static str) {
        let name = self.free_name(name);
        self.pattern.extend(["/{", &*name, "}"]);
        self.names.push(name);
    }

    fn with_catch_all(&self, name: &'static str, is_expanded: bool) -> String {
        let name = self.free_name(name);
        if is_expanded {
            format!("{}/{{*{HIDDEN_NAME}_{name}}}", self.hidden())
        } else {
            format!("{}/{{*{name}}}", self.pattern)
        }
    }

    /// Returns the pattern with parameters that axum does not show. Its static segments contain no braces, since those are escaped.
    fn hidden(&self) -> String {
        self.pattern.replace('{', &format!("{{{HIDDEN_NAME}_"))
    }

    /// Returns `true` if the last segment is static.
    fn ends_statically(&self) -> bool {
        !self.pattern.ends_with('}')
    }

    /// Returns a name that axum accepts and that no parameter before it has.
    fn free_name(&self, name: &'static str) -> Cow<'static, str> {
        let is_refused = |byte: u8| matches!(byte, b'*' | b'{' | b'}');
        let mut name = if name.bytes().any(is_refused) {
            Cow::Owned(name.replace(['*', '{', '}'], "_"))
        } else {
            Cow::Borrowed(name)
        };
        while self.names.contains(&name) {
            name.to_mut().push('_');
        }
        name
    }
}

struct Expansion {
    trailing_slash: TrailingSlash,
    prefix: Prefix,
    patterns: Vec<AxumPattern>,
}

impl Expansion {
    /// Adds the patterns of sorted routes that have the same segments above `level`. Below a parameter, a catch-all may be inherited.
    fn visit(&mut self, routes: &[Route<'_>], level: usize, inherited: Option<CatchAll>) {
        // Most subtrees are the end of one route.
        if let [(segments, route)] = routes
            && segments.len() == level
            && inherited.is_none()
        {
            return self.push_end(*route, false);
        }
        let segment = |(segments, _): &Route<'_>| segments.get(level).copied();
        let rank = |route: &Route<'_>| segment(route).as_ref().map(rank);
        let (ends, routes) = routes.split_at(routes.partition_point(|it| rank(it).is_none()));
        let (statics, routes) = routes.split_at(routes.partition_point(|it| rank(it) < Some(1)));
        let (dynamics, rests) = routes.split_at(routes.partition_point(|it| rank(it) < Some(2)));

        let rest = rests.first().and_then(|it| CatchAll::at(level, *it));
        let optional = rest.filter(|it| it.is_optional).map(|it| it.route);
        if let Some(route) = ends.first().map(|(_, route)| *route).or(optional) {
            self.push_end(route, false);
        } else if let Some(CatchAll { route, .. }) = inherited {
            self.push_end(route, true);
        }
        let length = self.prefix.pattern.len();
        for below in statics.chunk_by(|one, other| segment(one) == segment(other)) {
            if let Some(Segment::Static(name)) = segment(&below[0]) {
                self.prefix.push_static(name);
                self.visit(below, level + 1, None);
                self.prefix.pattern.truncate(length);
            }
        }
        let is_expanded = rest.is_none();
        let rest = rest.or(inherited);
        if let Some(Segment::Dynamic(name)) = dynamics.first().and_then(segment) {
            self.prefix.push_dynamic(name);
            self.visit(dynamics, level + 1, rest);
            self.prefix.pattern.truncate(length);
            self.prefix.names.pop();
        } else if let Some(CatchAll { name, route, .. }) = rest {
            self.patterns.push(AxumPattern {
                pattern: self.prefix.with_catch_all(name, is_expanded),
                route,
                is_expanded,
            });
        }
    }

    /// Adds the spellings of a path that can be clean.
    fn push_end(&mut self, route: usize, is_expanded: bool) {
        let prefix = &self.prefix;
        let pattern = &prefix.pattern;
        let (plain, slash) = match self.trailing_slash {
            _ if pattern.is_empty() => (false, true),
            TrailingSlash::Remove => (true, false),
            TrailingSlash::Ignore => (true, true),
            TrailingSlash::Add => match slash_to_add(pattern) {
                Some(slash) if prefix.ends_statically() => (!slash, slash),
                _ => (true, true),
            },
        };
        let spellings = [(plain, ""), (slash, "/")];
        let pattern = if is_expanded {
            &prefix.hidden()
        } else {
            pattern
        };
        for (_, end) in spellings.into_iter().filter(|(wanted, _)| *wanted) {
            self.patterns.push(AxumPattern {
                pattern: [pattern, end].concat(),
                route,
                is_expanded,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AxumPattern, HIDDEN_NAME, TrailingSlash, axum_patterns};
    use crate::matching::Segment;

    fn expand(patterns: &[&'static str], mode: TrailingSlash) -> Vec<(String, usize, bool)> {
        let routes: Vec<_> = patterns
            .iter()
            .map(|pattern| Segment::parse(pattern).collect())
            .collect();
        let routes: Vec<_> = routes.iter().map(Vec::as_slice).collect();
        let is_expanded = axum_patterns(&routes, mode);
        // Panics where two patterns conflict or one is malformed.
        let mut accepted = axum::Router::<()>::new().without_v07_checks();
        for AxumPattern { pattern, .. } in &is_expanded {
            accepted = accepted.route(pattern, axum::routing::any(|| async {}));
        }
        let hidden = format!("{HIDDEN_NAME}_");
        is_expanded
            .into_iter()
            .map(|route| {
                assert_eq!(route.pattern.contains(&hidden), route.is_expanded);
                let shown = route.pattern.replace(&hidden, "-");
                (shown, route.route, route.is_expanded)
            })
            .collect()
    }

    fn expect(patterns: &[&'static str], mode: TrailingSlash, expected: &[(&str, usize, bool)]) {
        let expected = expected
            .iter()
            .map(|(pattern, route, own)| ((*pattern).to_owned(), *route, *own));
        assert_eq!(expand(patterns, mode), expected.collect::<Vec<_>>());
    }

    #[test]
    fn a_catch_all_without_dynamic_sibling_is_one_pattern() {
        expect(
            &["/", "/files/[...path]", "/shop/[[...tags]]", "/café/[x]"],
            TrailingSlash::Remove,
            &[
                ("/", 0, false),
                ("/caf%C3%A9/{x}", 3, false),
                ("/files/{*path}", 1, false),
                ("/shop", 2, false),
                ("/shop/{*tags}", 2, false),
            ],
        );
    }

    #[test]
    fn a_catch_all_next_to_a_dynamic_segment_is_expanded() {
        expect(
            &[
                "/shop/[[...rest]]",
                "/shop/[slug]/edit",
                "/shop/[slug]/[id]/[part]",
            ],
            TrailingSlash::Remove,
            &[
                ("/shop", 0, false),
                ("/shop/{-slug}", 0, true),
                ("/shop/{slug}/edit", 1, false),
                ("/shop/{-slug}/{-id}", 0, true),
                ("/shop/{slug}/{id}/{part}", 2, false),
                ("/shop/{-slug}/{-id}/{-part}/{*-rest}", 0, true),
            ],
        );
    }

    #[test]
    fn names_are_free_and_legal_in_axum() {
        expect(
            &[
                "/[x]",
                "/[...x]",
                "/a/[my-slug]/[日本]/[...a{b*}]",
                "/:id/*",
            ],
            TrailingSlash::Remove,
            &[
                ("/:id/*", 3, false),
                ("/a/{my-slug}/{日本}/{*a_b__}", 2, false),
                ("/{x}", 0, false),
                ("/{-x}/{*-x_}", 1, true),
            ],
        );
    }

    #[test]
    fn spellings_follow_the_trailing_slash() {
        let patterns = ["/a", "/rss.xml", "/.well-known", "/a/[x]"];
        expect(
            &patterns,
            TrailingSlash::Add,
            &[
                ("/.well-known", 2, false),
                ("/.well-known/", 2, false),
                ("/a/", 0, false),
                ("/a/{x}", 3, false),
                ("/a/{x}/", 3, false),
                ("/rss.xml", 1, false),
            ],
        );
        assert_eq!(expand(&patterns, TrailingSlash::Ignore).len(), 8);
    }
}
