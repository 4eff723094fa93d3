//! The route of a path.

use super::{
    clean_path::{TrailingSlash, slash_to_add},
    node_id::NodeId,
    percent,
    segment::Segment,
    static_table::Table,
    swar::{last_slash, next_slash},
};

/// The outcome for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// The route with this index matches.
    Route(usize),
    /// No route matches.
    NotFound,
    /// The path needs a redirect to this one, which begins with exactly one slash.
    Redirect(String),
    /// The path is malformed or has dot segments.
    BadRequest,
}

/// Finds the route of a path: at every level the static segment, then `[x]`, the end of the path, `[...x]` and `[[...x]]`, with
/// backtracking.
///
/// The tree is cut at its dynamic edges into groups of static nodes. Each group has an anchor: the root, or the end of a dynamic
/// edge. One table finds every static node by its anchor and its path from there, so that a whole run of static segments costs one
/// probe.
///
/// A search enters every anchor at most once, because a node has one parent and one depth. Below an anchor it probes no path that
/// is longer than the longest one there, and visits the static nodes on its way once each. So no path, however long, costs more than
/// one walk over the tree. A catch-all takes the rest of the path without reading it.
#[derive(Clone, Debug)]
pub(crate) struct Matcher {
    trailing_slash: TrailingSlash,
    nodes: Vec<Node>,
    table: Table,
    routes: Box<[&'static [Segment]]>,
}

#[derive(Clone, Debug)]
struct Node {
    parent: NodeId,
    /// The length of the longest static path below, if this is an anchor.
    longest: u32,
    dynamic: NodeId,
    end: NodeId,
    rest: NodeId,
}

impl Node {
    fn new(parent: usize) -> Self {
        Self {
            parent: NodeId::to(parent),
            longest: 0,
            dynamic: NodeId::NONE,
            end: NodeId::NONE,
            rest: NodeId::NONE,
        }
    }
}

const ROOT: usize = 0;

impl Matcher {
    /// Builds the tree of all routes. Of two equal patterns the first one wins.
    pub(crate) fn new(routes: &[&'static [Segment]], trailing_slash: TrailingSlash) -> Self {
        let mut nodes = vec![Node::new(ROOT)];
        let (mut table, mut path) = (Table::new(), String::new());
        for (index, route) in routes.iter().enumerate() {
            let (mut anchor, mut node) = (ROOT, ROOT);
            path.clear();
            for segment in *route {
                match segment {
                    Segment::Static(name) => {
                        path.push('/');
                        path += &percent::encode_segment(name);
                        let length = u32::try_from(path.len()).unwrap_or(u32::MAX);
                        nodes[anchor].longest = nodes[anchor].longest.max(length);
                        let next = nodes.len();
                        let child = table.node_or(anchor, path.as_bytes(), next);
                        if child == next {
                            nodes.push(Node::new(node));
                        }
                        node = child;
                    }
                    Segment::Dynamic(_) => {
                        let next = nodes.len();
                        let child = nodes[node].dynamic.or_to(next);
                        if child == next {
                            nodes.push(Node::new(node));
                        }
                        (anchor, node) = (child, child);
                        path.clear();
                    }
                    Segment::CatchAll(_) | Segment::OptionalCatchAll(_) => {}
                }
            }
            match route.last() {
                Some(Segment::CatchAll(_)) => {
                    nodes[node].rest.or_to(index);
                }
                Some(Segment::OptionalCatchAll(_)) => {
                    nodes[node].rest.or_to(index);
                    nodes[node].end.or_to(index);
                }
                _ => {
                    nodes[node].end.or_to(index);
                }
            }
        }
        nodes.shrink_to_fit();
        table.shrink_to_fit();
        Self {
            trailing_slash,
            nodes,
            table,
            routes: routes.into(),
        }
    }

    /// Returns the route of a path that [`is_clean`](super::is_clean).
    #[inline]
    pub(crate) fn find(&self, clean_path: &str) -> Option<usize> {
        self.descend(
            ROOT,
            clean_path
                .strip_suffix('/')
                .unwrap_or(clean_path)
                .as_bytes(),
        )
    }

    /// Searches `rest`, which is empty or begins with a slash, from an anchor.
    #[inline]
    fn descend(&self, anchor: usize, rest: &[u8]) -> Option<usize> {
        let longest = self.nodes[anchor].longest as usize;
        if rest.len() > longest {
            let end = last_slash(rest, longest + 1);
            return self.search(anchor, rest, end, next_slash(rest, end + 1));
        }
        if rest.is_empty() {
            return self.search(anchor, rest, 0, 0);
        }
        let Some(node) = self.table.get(anchor, rest) else {
            return self.search(anchor, rest, last_slash(rest, rest.len()), rest.len());
        };
        match self.nodes[node].end.get() {
            None => self.ascend(node, rest, rest.len(), rest.len()),
            end => end,
        }
    }

    /// Finds the static node of the longest part of `rest[..end]`. The segment after that part ends at `next`.
    fn search(&self, anchor: usize, rest: &[u8], mut end: usize, mut next: usize) -> Option<usize> {
        while end > 0 {
            if let Some(node) = self.table.get(anchor, &rest[..end]) {
                return self.ascend(node, rest, end, next);
            }
            next = end;
            end = last_slash(rest, end);
        }
        self.ascend(anchor, rest, end, next)
    }

    /// Tries the dynamic segment and the catch-all after `rest[..end]`, which leads to `node`, then those after each part before it.
    fn ascend(
        &self,
        mut node: usize,
        rest: &[u8],
        mut end: usize,
        mut next: usize,
    ) -> Option<usize> {
        loop {
            let here = &self.nodes[node];
            let found = if end == rest.len() {
                here.end.get()
            } else {
                let child = here.dynamic.get();
                let below = child.and_then(|child| match &rest[next..] {
                    [] => self.nodes[child].end.get(),
                    below => self.descend(child, below),
                });
                below.or(here.rest.get())
            };
            if found.is_some() || end == 0 {
                return found;
            }
            next = end;
            end = last_slash(rest, end);
            node = here.parent.get().unwrap_or(ROOT);
        }
    }

    /// Decides about any path, clean or not.
    #[cold]
    pub(crate) fn resolve(&self, path: &str) -> Resolution {
        if !path.starts_with(['/', '\\']) {
            return Resolution::BadRequest;
        }
        let raw: Vec<&str> = path
            .split(['/', '\\'])
            .filter(|text| !text.is_empty())
            .collect();
        let mut canonical = String::new();
        for segment in &raw {
            let Some(decoded) = percent::decode(segment) else {
                return Resolution::BadRequest;
            };
            if decoded
                .split(['/', '\\'])
                .any(|piece| matches!(piece, "." | ".."))
            {
                return Resolution::BadRequest;
            }
            canonical.push('/');
            canonical += &percent::encode_segment(&decoded);
        }
        let mut target: String = raw.iter().flat_map(|segment| ["/", *segment]).collect();
        let route = self.descend(ROOT, canonical.as_bytes());
        if let Some(route) = route.filter(|_| route != self.descend(ROOT, target.as_bytes())) {
            let pattern = self.routes[route].iter().map(Some);
            let pattern = pattern.chain(std::iter::repeat(None));
            target.clear();
            for (raw, segment) in raw.iter().zip(pattern) {
                target.push('/');
                match segment {
                    Some(Segment::Static(name)) => target += &percent::encode_segment(name),
                    _ => target += raw,
                }
            }
        }
        if self.ends_with_slash(&target, path.ends_with(['/', '\\'])) {
            target.push('/');
        }
        if target != path {
            return Resolution::Redirect(percent::encode_location(&target).into_owned());
        }
        route.map_or(Resolution::NotFound, Resolution::Route)
    }

    /// Returns `true` if the clean form of a path ends with a slash. `path` is given without it.
    fn ends_with_slash(&self, path: &str, had_one: bool) -> bool {
        match self.trailing_slash {
            _ if path.is_empty() => true,
            TrailingSlash::Remove => false,
            TrailingSlash::Ignore => had_one,
            TrailingSlash::Add => slash_to_add(path).unwrap_or(had_one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::is_clean, *};

    fn matcher(patterns: &[&'static str], trailing_slash: TrailingSlash) -> Matcher {
        let routes: Vec<_> = patterns
            .iter()
            .map(|pattern| &*Segment::parse(pattern).collect::<Vec<_>>().leak())
            .collect();
        Matcher::new(&routes, trailing_slash)
    }

    #[test]
    fn the_most_specific_route_wins_at_every_level() {
        let patterns = [
            "/",
            "/items",
            "/items/[slug]",
            "/items/new",
            "/items/[slug]/edit",
            "/files/[...path]",
            "/shop/[[...tags]]",
            "/shop/[id]/reviews",
            "/.well-known/x",
        ];
        let matcher = matcher(&patterns, TrailingSlash::Remove);
        for (path, expected) in [
            ("/", Some("/")),
            ("/items", Some("/items")),
            ("/items/new", Some("/items/new")),
            ("/items/old", Some("/items/[slug]")),
            ("/items/new/edit", Some("/items/[slug]/edit")),
            ("/items/new/edit/more", None),
            ("/files", None),
            ("/files/a/b/c", Some("/files/[...path]")),
            ("/shop", Some("/shop/[[...tags]]")),
            ("/shop/a", Some("/shop/[[...tags]]")),
            ("/shop/a/reviews", Some("/shop/[id]/reviews")),
            ("/shop/a/reviews/b", Some("/shop/[[...tags]]")),
            ("/nothing", None),
            ("/.well-known/x", Some("/.well-known/x")),
        ] {
            let expected = expected.and_then(|text| patterns.iter().position(|p| *p == text));
            assert_eq!(matcher.find(path), expected, "{path}");
            let resolution = expected.map_or(Resolution::NotFound, Resolution::Route);
            assert_eq!(matcher.resolve(path), resolution, "{path}");
        }
    }

    #[test]
    fn an_unclean_path_is_redirected_once_or_refused() {
        let patterns = ["/a", "/r/static", "/r/[x]", "/café", "/p/[x]", "/a|b"];
        let matcher = matcher(&patterns, TrailingSlash::Remove);
        let to = |path: &str| Resolution::Redirect(path.to_owned());
        for (path, resolution) in [
            ("/a/", to("/a")),
            ("//a//", to("/a")),
            (r"\\evil.com\x", to("/evil.com/x")),
            ("//", to("/")),
            ("/none/", to("/none")),
            ("/%61", to("/a")),
            ("//%61/", to("/a")),
            ("/r/st%61tic", to("/r/static")),
            ("/r/%78", Resolution::Route(2)),
            ("/caf%c3%a9", to("/caf%C3%A9")),
            ("/café", to("/caf%C3%A9")),
            ("/caf%C3%A9", Resolution::Route(3)),
            ("/p/caf%c3%a9", Resolution::Route(4)),
            ("/p//é", to("/p/%C3%A9")),
            ("/a|b", to("/a%7Cb")),
            ("/p/a%2Fb", Resolution::Route(4)),
            ("/p/%5Cevil", Resolution::Route(4)),
            ("/p/a%2F..", Resolution::BadRequest),
            ("/p/a%5C.%5Cb", Resolution::BadRequest),
            ("/p/../a", Resolution::BadRequest),
            ("/p/%2e%2E", Resolution::BadRequest),
            ("/p/./", Resolution::BadRequest),
            ("/p/...", Resolution::Route(4)),
            ("/none//%00", Resolution::BadRequest),
            ("/%zz", Resolution::BadRequest),
            ("/%ff", Resolution::BadRequest),
            ("*", Resolution::BadRequest),
        ] {
            assert_eq!(matcher.resolve(path), resolution, "{path}");
        }
    }

    #[test]
    fn slashes_are_added_except_to_files() {
        let patterns = [
            "/",
            "/a",
            "/rss.xml",
            "/d/[x]",
            "/.foo/bar",
            "/.well-known/x",
        ];
        let matcher = matcher(&patterns, TrailingSlash::Add);
        let to = |path: &str| Resolution::Redirect(path.to_owned());
        for (path, resolution) in [
            ("/", Resolution::Route(0)),
            ("/a", to("/a/")),
            ("/a/", Resolution::Route(1)),
            ("/a//", to("/a/")),
            ("//a/", to("/a/")),
            ("/rss.xml", Resolution::Route(2)),
            ("/rss%2Exml/", to("/rss.xml")),
            ("/d/x", to("/d/x/")),
            ("/d/x/", Resolution::Route(3)),
            ("/d/x.json/", to("/d/x.json")),
            ("/d/x.json", Resolution::Route(3)),
            ("/d/x.a-b", Resolution::Route(3)),
            ("/d/x.a-b/", Resolution::Route(3)),
            ("/.foo/bar", to("/.foo/bar/")),
            ("/.foo/bar/", Resolution::Route(4)),
            ("/.well-known/x/", Resolution::Route(5)),
            ("/.well-known/x", Resolution::Route(5)),
        ] {
            assert_eq!(matcher.resolve(path), resolution, "{path}");
            if is_clean(path, TrailingSlash::Add) {
                let found = matcher.find(path).map(Resolution::Route);
                assert_eq!(found, Some(resolution), "{path}");
            }
        }
    }
}
