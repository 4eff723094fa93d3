//! Which route a path belongs to.

use super::clean_path::TrailingSlash;
use super::link::Link;
use super::percent;
use super::segment::Segment;
use super::slashes::{last_slash, next_slash};
use super::static_table::Table;

/// What is to be done with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The route with this index answers.
    Route(usize),
    /// No route answers.
    NotFound,
    /// The client is to ask for this path, which begins with exactly one slash.
    Redirect(String),
    /// The path is malformed or tries to leave its place.
    BadRequest,
}

/// Finds the route of a path: at every level the static segment, then `[x]`, the end of the path,
/// `[...x]` and `[[...x]]`, with backtracking.
///
/// The tree is cut at its dynamic edges. What remains are bunches of static nodes, each hanging from
/// an anchor: the root, or the end of a dynamic edge. One table knows every static node by its
/// anchor and its path from there, so a whole run of static segments costs one probe.
///
/// A search enters every anchor once at most, because a node is reached by its parent alone and at
/// one depth alone. Below an anchor it probes no path longer than the longest one there and visits
/// the static nodes on its way once each, so no path, however long, costs more than one walk over
/// the tree; a catch-all takes what remains unread.
#[derive(Clone, Debug)]
pub(crate) struct Matcher {
    trailing_slash: TrailingSlash,
    nodes: Vec<Node>,
    table: Table,
    routes: Box<[&'static [Segment]]>,
}

#[derive(Clone, Debug)]
struct Node {
    parent: Link,
    /// The length of the longest static path below, where this is an anchor.
    longest: u32,
    dynamic: Link,
    end: Link,
    rest: Link,
}

impl Node {
    fn new(parent: usize) -> Self {
        Self {
            parent: Link::to(parent),
            longest: 0,
            dynamic: Link::NONE,
            end: Link::NONE,
            rest: Link::NONE,
        }
    }
}

const ROOT: usize = 0;

impl Matcher {
    /// Builds the tree of all routes. Where two are equal, the first one wins.
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

    /// The route of a path that [`is_clean`](super::clean_path::is_clean) lets pass.
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

    /// Follows `rest`, which is empty or begins with a slash, from an anchor.
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

    /// Looks for the static node to which the longest part of `rest[..end]` leads; the segment after that part reaches to `next`.
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

    /// Tries what else may follow `rest[..end]`, which leads to `node`, then what may follow each part before it.
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

    /// What is to be done with any path, clean or not.
    #[cold]
    pub(crate) fn judge(&self, path: &str) -> Verdict {
        if !path.starts_with(['/', '\\']) {
            return Verdict::BadRequest;
        }
        let raw: Vec<&str> = path
            .split(['/', '\\'])
            .filter(|text| !text.is_empty())
            .collect();
        let mut canonical = String::new();
        for segment in &raw {
            let Some(decoded) = percent::decode(segment) else {
                return Verdict::BadRequest;
            };
            if decoded
                .split(['/', '\\'])
                .any(|piece| matches!(piece, "." | ".."))
            {
                return Verdict::BadRequest;
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
            return Verdict::Redirect(percent::encode_location(&target).into_owned());
        }
        route.map_or(Verdict::NotFound, Verdict::Route)
    }

    /// Whether the clean form of a path ends with a slash; `path` itself is given without.
    fn ends_with_slash(&self, path: &str, came_with_one: bool) -> bool {
        match self.trailing_slash {
            _ if path.is_empty() => true,
            TrailingSlash::Remove => false,
            TrailingSlash::Ignore => came_with_one,
            TrailingSlash::Add => slash_to_add(path).unwrap_or(came_with_one),
        }
    }
}

/// Whether a path must end with a slash where slashes are added; `None` leaves it as it is.
///
/// Next's two rules: a slash is taken from `(?!\.well-known).*[^/]+\.\w+/`, and added to
/// `(?!\.well-known).*[^/.]+`.
pub(crate) fn slash_to_add(path: &str) -> Option<bool> {
    if path.starts_with("/.well-known") {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return Some(true);
    };
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (!stem.is_empty() && !extension.is_empty() && extension.bytes().all(word)).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::super::clean_path::is_clean;
    use super::*;

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
            let verdict = expected.map_or(Verdict::NotFound, Verdict::Route);
            assert_eq!(matcher.judge(path), verdict, "{path}");
        }
    }

    #[test]
    fn an_unclean_path_is_redirected_once_or_refused() {
        let patterns = ["/a", "/r/static", "/r/[x]", "/café", "/p/[x]", "/a|b"];
        let matcher = matcher(&patterns, TrailingSlash::Remove);
        let to = |path: &str| Verdict::Redirect(path.to_owned());
        for (path, verdict) in [
            ("/a/", to("/a")),
            ("//a//", to("/a")),
            (r"\\evil.com\x", to("/evil.com/x")),
            ("//", to("/")),
            ("/none/", to("/none")),
            ("/%61", to("/a")),
            ("//%61/", to("/a")),
            ("/r/st%61tic", to("/r/static")),
            ("/r/%78", Verdict::Route(2)),
            ("/caf%c3%a9", to("/caf%C3%A9")),
            ("/café", to("/caf%C3%A9")),
            ("/caf%C3%A9", Verdict::Route(3)),
            ("/p/caf%c3%a9", Verdict::Route(4)),
            ("/p//é", to("/p/%C3%A9")),
            ("/a|b", to("/a%7Cb")),
            ("/p/a%2Fb", Verdict::Route(4)),
            ("/p/%5Cevil", Verdict::Route(4)),
            ("/p/a%2F..", Verdict::BadRequest),
            ("/p/a%5C.%5Cb", Verdict::BadRequest),
            ("/p/../a", Verdict::BadRequest),
            ("/p/%2e%2E", Verdict::BadRequest),
            ("/p/./", Verdict::BadRequest),
            ("/p/...", Verdict::Route(4)),
            ("/none//%00", Verdict::BadRequest),
            ("/%zz", Verdict::BadRequest),
            ("/%ff", Verdict::BadRequest),
            ("*", Verdict::BadRequest),
        ] {
            assert_eq!(matcher.judge(path), verdict, "{path}");
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
        let to = |path: &str| Verdict::Redirect(path.to_owned());
        for (path, verdict) in [
            ("/", Verdict::Route(0)),
            ("/a", to("/a/")),
            ("/a/", Verdict::Route(1)),
            ("/a//", to("/a/")),
            ("//a/", to("/a/")),
            ("/rss.xml", Verdict::Route(2)),
            ("/rss%2Exml/", to("/rss.xml")),
            ("/d/x", to("/d/x/")),
            ("/d/x/", Verdict::Route(3)),
            ("/d/x.json/", to("/d/x.json")),
            ("/d/x.json", Verdict::Route(3)),
            ("/d/x.a-b", Verdict::Route(3)),
            ("/d/x.a-b/", Verdict::Route(3)),
            ("/.foo/bar", to("/.foo/bar/")),
            ("/.foo/bar/", Verdict::Route(4)),
            ("/.well-known/x/", Verdict::Route(5)),
            ("/.well-known/x", Verdict::Route(5)),
        ] {
            assert_eq!(matcher.judge(path), verdict, "{path}");
            if is_clean(path, TrailingSlash::Add) {
                let found = matcher.find(path).map(Verdict::Route);
                assert_eq!(found, Some(verdict), "{path}");
            }
        }
    }
}
