//! The routes as axum patterns.
//!
//! axum's matcher refuses `{slug}` beside `{*rest}`, which the file convention allows. Where both meet, the catch-all is not
//! registered at that level but handed down the `{slug}` subtree, where it takes every node without an endpoint of its own:
//! `/shop/{slug}` and `/shop/{slug}/{*rest}`. So each route stays a real route of axum. Below static siblings nothing has to be handed
//! down: axum's matcher backtracks from them.

use super::{clean_path::TrailingSlash, percent, segment::Segment};
use std::{borrow::Cow, collections::BTreeMap};

/// One pattern that axum knows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AxumRoute {
    pub(super) pattern: String,
    pub(super) route: usize,
    /// Whether it differs from the plain translation of the route's own pattern.
    pub(super) unrolled: bool,
}

/// Every route under the patterns that make axum match as [`Matcher`](super::matcher::Matcher) does.
pub(super) fn axum_routes(routes: &[&[Segment]], slash: TrailingSlash) -> Vec<AxumRoute> {
    let mut root = Node::default();
    for (route, segments) in routes.iter().enumerate() {
        root.insert(segments, route);
    }
    let mut writer = Writer {
        slash,
        routes: Vec::new(),
    };
    writer.node(&root, &mut String::new(), None);
    writer.routes
}

/// A parameter and the route that it leads to.
#[derive(Clone, Copy)]
struct CatchAll {
    name: &'static str,
    route: usize,
    /// Whether it matches the node itself.
    optional: bool,
}

#[derive(Default)]
struct Node {
    endpoint: Option<usize>,
    statics: BTreeMap<&'static str, Node>,
    dynamic: Option<(&'static str, Box<Node>)>,
    catch_all: Option<CatchAll>,
}

impl Node {
    fn insert(&mut self, segments: &[Segment], route: usize) {
        let Some((first, rest)) = segments.split_first() else {
            self.endpoint = Some(route);
            return;
        };
        match *first {
            Segment::Static(name) => self.statics.entry(name).or_default().insert(rest, route),
            Segment::Dynamic(name) => {
                let (_, child) = self.dynamic.get_or_insert_with(|| (name, Box::default()));
                child.insert(rest, route);
            }
            Segment::CatchAll(name) | Segment::OptionalCatchAll(name) => {
                let optional = matches!(first, Segment::OptionalCatchAll(_));
                self.catch_all = Some(CatchAll {
                    name,
                    route,
                    optional,
                });
            }
        }
    }
}

struct Writer {
    slash: TrailingSlash,
    routes: Vec<AxumRoute>,
}

impl Writer {
    /// `inherited` is the catch-all of a level above, which this dynamic level keeps from standing there.
    fn node(&mut self, node: &Node, path: &mut String, inherited: Option<CatchAll>) {
        let own = node.catch_all;
        let base = own.filter(|own| own.optional).map(|own| (own.route, false));
        let endpoint = node
            .endpoint
            .map(|route| (route, false))
            .or(base)
            .or(inherited.map(|inherited| (inherited.route, true)));
        if let Some((route, unrolled)) = endpoint {
            self.exact(path, route, unrolled);
        }

        for (name, child) in &node.statics {
            let segment = percent::encode_segment(name)
                .replace('{', "{{")
                .replace('}', "}}");
            self.below(path, &segment, |writer, path| {
                writer.node(child, path, None)
            });
        }
        let is_own = own.is_some();
        let Some(catch_all) = own.or(inherited) else {
            if let Some((name, child)) = &node.dynamic {
                let segment = format!("{{{name}}}");
                self.below(path, &segment, |writer, path| {
                    writer.node(child, path, None)
                });
            }
            return;
        };
        if let Some((name, child)) = &node.dynamic {
            let segment = format!("{{{name}}}");
            self.below(path, &segment, |writer, path| {
                writer.node(child, path, Some(catch_all))
            });
        } else {
            let name = free_name(catch_all.name, path);
            self.below(path, &format!("{{*{name}}}"), |writer, path| {
                writer.routes.push(AxumRoute {
                    pattern: path.clone(),
                    route: catch_all.route,
                    unrolled: !is_own,
                });
            });
        }
    }

    fn below(
        &mut self,
        path: &mut String,
        segment: &str,
        write: impl FnOnce(&mut Self, &mut String),
    ) {
        let length = path.len();
        path.push('/');
        path.push_str(segment);
        write(self, path);
        path.truncate(length);
    }

    /// A path of known length, in the spellings that are clean. A catch-all takes the slash at the end with the rest.
    fn exact(&mut self, path: &str, route: usize, unrolled: bool) {
        let mut push = |pattern: String| {
            self.routes.push(AxumRoute {
                pattern,
                route,
                unrolled,
            });
        };
        if path.is_empty() {
            push("/".to_owned());
            return;
        }
        push(path.to_owned());
        if self.slash != TrailingSlash::Remove {
            push(format!("{path}/"));
        }
    }
}

/// A catch-all that is handed down may meet a parameter of its own name.
fn free_name<'n>(name: &'n str, path: &str) -> Cow<'n, str> {
    let mut free = Cow::Borrowed(name);
    while path.contains(&format!("{{{free}}}")) {
        free = Cow::Owned(format!("{free}_"));
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unroll(patterns: &[&'static str]) -> Vec<String> {
        let segments: Vec<_> = patterns
            .iter()
            .map(|pattern| Segment::parse(pattern))
            .collect();
        let segments: Vec<&[Segment]> = segments.iter().map(|it| &**it).collect();
        let routes = axum_routes(&segments, TrailingSlash::Remove);
        let shown = routes.iter().map(|it| {
            let mark = if it.unrolled { " unrolled" } else { "" };
            format!("{} {}{mark}", it.pattern, patterns[it.route])
        });
        shown.collect()
    }

    #[test]
    fn plain_routes_are_translated() {
        assert_eq!(
            unroll(&["/", "/a b/{x}", "/[id]/edit", "/docs/[[...page]]"]),
            [
                "/ /",
                "/a%20b/%7Bx%7D /a b/{x}",
                "/docs /docs/[[...page]]",
                "/docs/{*page} /docs/[[...page]]",
                "/{id}/edit /[id]/edit",
            ]
        );
    }

    #[test]
    fn a_catch_all_beside_a_parameter_is_handed_down() {
        assert_eq!(
            unroll(&["/shop/[slug]/edit", "/shop/[...rest]"]),
            [
                "/shop/{slug} /shop/[...rest] unrolled",
                "/shop/{slug}/edit /shop/[slug]/edit",
                "/shop/{slug}/{*rest} /shop/[...rest] unrolled",
            ]
        );
    }

    #[test]
    fn the_nearest_catch_all_takes_what_is_below_it() {
        assert_eq!(
            unroll(&["/[a]/[[...near]]", "/[...far]"]),
            ["/{a} /[a]/[[...near]]", "/{a}/{*near} /[a]/[[...near]]"]
        );
        assert_eq!(
            unroll(&["/[a]/[...near]", "/[...far]"]),
            ["/{a} /[...far] unrolled", "/{a}/{*near} /[a]/[...near]"]
        );
    }
}
