//! The routes as patterns of axum's own matcher.

use super::{
    clean_path::{TrailingSlash, slash_to_add},
    percent,
    segment::Segment,
};
use std::collections::BTreeMap;

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
    let mut root = Node::default();
    for (index, route) in routes.iter().enumerate() {
        root.insert(route, index);
    }
    let mut expansion = Expansion {
        trailing_slash,
        routes: Vec::new(),
    };
    expansion.visit(&root, &Prefix::default(), None);
    expansion.routes
}

#[derive(Default)]
struct Node {
    statics: BTreeMap<&'static str, Node>,
    dynamic: Option<(&'static str, Box<Node>)>,
    end: Option<usize>,
    rest: Option<CatchAll>,
}

#[derive(Clone, Copy)]
struct CatchAll {
    name: &'static str,
    route: usize,
}

impl Node {
    fn insert(&mut self, route: &[Segment], index: usize) {
        match route {
            [] => {
                self.end.get_or_insert(index);
            }
            [Segment::Static(name), below @ ..] => {
                self.statics.entry(name).or_default().insert(below, index);
            }
            [Segment::Dynamic(name), below @ ..] => {
                let (_, child) = self.dynamic.get_or_insert_with(|| (name, Box::default()));
                child.insert(below, index);
            }
            [Segment::CatchAll(name), ..] => {
                self.rest.get_or_insert(CatchAll { name, route: index });
            }
            [Segment::OptionalCatchAll(name), ..] => {
                self.rest.get_or_insert(CatchAll { name, route: index });
                self.end.get_or_insert(index);
            }
        }
    }
}

#[derive(Clone, Default)]
struct Prefix {
    pattern: String,
    /// The same with parameters that axum does not show.
    hidden: String,
    names: Vec<String>,
    /// `true` if the last segment is static.
    last_static: bool,
}

impl Prefix {
    fn with_static(&self, name: &str) -> Self {
        let segment = percent::encode_segment(name);
        Self {
            pattern: format!("{}/{segment}", self.pattern),
            hidden: format!("{}/{segment}", self.hidden),
            names: self.names.clone(),
            last_static: true,
        }
    }

    fn with_dynamic(&self, name: &str) -> Self {
        let name = self.free_name(name);
        let pattern = format!("{}/{{{name}}}", self.pattern);
        let hidden = format!("{}/{{{HIDDEN_NAME}_{name}}}", self.hidden);
        let mut names = self.names.clone();
        names.push(name);
        Self {
            pattern,
            hidden,
            names,
            last_static: false,
        }
    }

    fn with_catch_all(&self, name: &str, is_expanded: bool) -> String {
        let name = self.free_name(name);
        if is_expanded {
            format!("{}/{{*{HIDDEN_NAME}_{name}}}", self.hidden)
        } else {
            format!("{}/{{*{name}}}", self.pattern)
        }
    }

    /// Returns a name that axum accepts and that no parameter before it has.
    fn free_name(&self, name: &str) -> String {
        let mut name = name.replace(['*', '{', '}'], "_");
        while self.names.contains(&name) {
            name.push('_');
        }
        name
    }
}

struct Expansion {
    trailing_slash: TrailingSlash,
    routes: Vec<AxumPattern>,
}

impl Expansion {
    fn visit(&mut self, node: &Node, prefix: &Prefix, inherited: Option<CatchAll>) {
        if let Some(route) = node.end {
            self.push_end(prefix, route, false);
        } else if let Some(CatchAll { route, .. }) = inherited {
            self.push_end(prefix, route, true);
        }
        for (name, child) in &node.statics {
            self.visit(child, &prefix.with_static(name), None);
        }
        let rest = node.rest.or(inherited);
        if let Some((name, child)) = &node.dynamic {
            self.visit(child, &prefix.with_dynamic(name), rest);
        } else if let Some(CatchAll { name, route }) = rest {
            let is_expanded = node.rest.is_none();
            self.routes.push(AxumPattern {
                pattern: prefix.with_catch_all(name, is_expanded),
                route,
                is_expanded,
            });
        }
    }

    /// Adds the spellings of a path that can be clean.
    fn push_end(&mut self, prefix: &Prefix, route: usize, is_expanded: bool) {
        let pattern = &prefix.pattern;
        let (plain, slash) = match self.trailing_slash {
            _ if pattern.is_empty() => (false, true),
            TrailingSlash::Remove => (true, false),
            TrailingSlash::Ignore => (true, true),
            TrailingSlash::Add => match slash_to_add(pattern) {
                Some(slash) if prefix.last_static => (!slash, slash),
                _ => (true, true),
            },
        };
        let spellings = [(plain, ""), (slash, "/")];
        let pattern = if is_expanded { &prefix.hidden } else { pattern };
        for (_, end) in spellings.into_iter().filter(|(wanted, _)| *wanted) {
            self.routes.push(AxumPattern {
                pattern: format!("{pattern}{end}"),
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
