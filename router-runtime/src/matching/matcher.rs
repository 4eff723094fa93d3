//! The route of a path.

use super::{
    clean_path::{TrailingSlash, slash_to_add},
    node_id::NodeId,
    percent,
    segment::Segment,
    static_table::Table,
    swar::{last_slash, next_slash},
};
use std::sync::OnceLock;

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

/// The route of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) route: usize,
    /// `true` if the path is known to consist of the static segments of the route.
    pub(crate) is_static: bool,
}

impl Match {
    /// Returns the match of a route of which no more is known.
    #[inline]
    pub(crate) fn unknown(route: usize) -> Self {
        Self {
            route,
            is_static: false,
        }
    }
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
    routes: Box<[&'static [Segment]]>,
    /// Built on first use: an axum Router matches most paths itself.
    tree: OnceLock<Tree>,
}

#[derive(Clone, Debug)]
struct Tree {
    nodes: Vec<Node>,
    table: Table,
}

#[derive(Clone, Debug)]
struct Node {
    /// The closest static node above with a dynamic edge or a catch-all, else the anchor.
    parent: NodeId,
    /// The length of the static path from the anchor, which has 0.
    length: u32,
    /// The length of the longest static path below, if this is an anchor.
    longest: u32,
    dynamic: NodeId,
    end: NodeId,
    rest: NodeId,
}

impl Node {
    fn new(parent: usize, length: u32) -> Self {
        Self {
            parent: NodeId::to(parent),
            length,
            longest: 0,
            dynamic: NodeId::NONE,
            end: NodeId::NONE,
            rest: NodeId::NONE,
        }
    }
}

const ROOT: usize = 0;

impl Tree {
    /// Builds the tree of all routes. Of two equal patterns the first one wins.
    fn new(routes: &[&'static [Segment]]) -> Self {
        let mut nodes = vec![Node::new(ROOT, 0)];
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
                            nodes.push(Node::new(node, length));
                        }
                        node = child;
                    }
                    Segment::Dynamic(_) => {
                        let next = nodes.len();
                        let child = nodes[node].dynamic.or_to(next);
                        if child == next {
                            nodes.push(Node::new(node, 0));
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
        // A parent has a lower index, so its own parent is final.
        for index in 0..nodes.len() {
            let parent = &nodes[nodes[index].parent.get().unwrap_or(ROOT)];
            if parent.length > 0 && [parent.dynamic, parent.rest] == [NodeId::NONE; 2] {
                nodes[index].parent = parent.parent;
            }
        }
        nodes.shrink_to_fit();
        table.finish(|node| nodes[node].end);
        Self { nodes, table }
    }

    /// Searches `rest`, which is empty or begins with a slash, from an anchor.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    fn descend(&self, anchor: usize, rest: &[u8]) -> Option<Match> {
        let longest = self.nodes[anchor].longest as usize;
        let route = if rest.len() > longest {
            self.search(anchor, rest, last_slash(rest, longest + 1))
        } else if rest.is_empty() {
            self.ascend(anchor, rest)
        } else if let Some(place) = self.table.get(anchor, rest) {
            if let Some(route) = place.route() {
                let is_static = true;
                return Some(Match { route, is_static });
            }
            self.ascend(place.node().unwrap_or(anchor), rest)
        } else {
            self.search(anchor, rest, last_slash(rest, rest.len()))
        };
        route.map(Match::unknown)
    }

    /// Finds the static node of the longest part of `rest[..end]`.
    #[inline(never)]
    fn search(&self, anchor: usize, rest: &[u8], mut end: usize) -> Option<usize> {
        while end > 0 {
            if let Some(place) = self.table.get(anchor, &rest[..end])
                && let Some(node) = place.node()
            {
                return self.ascend(node, rest);
            }
            end = last_slash(rest, end);
        }
        self.ascend(anchor, rest)
    }

    /// Tries the dynamic segment and the catch-all behind a static node, whose path `rest` begins with, then those behind the nodes
    /// above it.
    #[inline(never)]
    fn ascend(&self, mut node: usize, rest: &[u8]) -> Option<usize> {
        loop {
            let here = &self.nodes[node];
            let end = here.length as usize;
            let found = if end == rest.len() {
                here.end.get()
            } else {
                let child = here.dynamic.get();
                let below = child.and_then(|child| match &rest[next_slash(rest, end + 1)..] {
                    [] => self.nodes[child].end.get(),
                    below => self.descend(child, below).map(|found| found.route),
                });
                below.or(here.rest.get())
            };
            if found.is_some() || end == 0 {
                return found;
            }
            node = here.parent.get().unwrap_or(ROOT);
        }
    }
}

impl Matcher {
    pub(crate) fn new(routes: &[&'static [Segment]], trailing_slash: TrailingSlash) -> Self {
        Self {
            trailing_slash,
            routes: routes.into(),
            tree: OnceLock::new(),
        }
    }

    /// Builds the tree, so that the first path does not wait for it.
    pub(crate) fn prepare(&self) {
        self.tree();
    }

    #[inline]
    fn tree(&self) -> &Tree {
        self.tree.get_or_init(|| Tree::new(&self.routes))
    }

    /// Returns the route of a path as it was sent. It is correct only if the path is clean, which the caller checks afterwards.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    pub(crate) fn find(&self, path: &str) -> Option<Match> {
        self.descend(path.strip_suffix('/').unwrap_or(path))
    }

    /// Searches a path without a slash at its end.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    fn descend(&self, path: &str) -> Option<Match> {
        self.tree().descend(ROOT, path.as_bytes())
    }

    /// Decides about any path, clean or not.
    #[cold]
    pub(crate) fn resolve(&self, path: &str) -> Resolution {
        match self.find_escaped(path) {
            Some(route) => Resolution::Route(route),
            None => self.resolve_unclean(path),
        }
    }

    /// Returns the route of a path that would be clean without its escapes, such as `/items/blue%20pen`. Returns `None` if that is not
    /// certain.
    pub(super) fn find_escaped(&self, path: &str) -> Option<usize> {
        let has_slash = path.ends_with('/');
        let without_slash = path.strip_suffix('/').unwrap_or(path);
        let canonical = percent::canonical_path(without_slash)?;
        if self.ends_with_slash(without_slash, has_slash) != has_slash {
            return None;
        }
        let route = self.descend(&canonical)?.route;
        // An escape of the static part that is not necessary needs a redirect.
        let is_as_sent = canonical == without_slash
            || self
                .descend(without_slash)
                .is_some_and(|found| found.route == route);
        is_as_sent.then_some(route)
    }

    pub(super) fn resolve_unclean(&self, path: &str) -> Resolution {
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
        let route = self.descend(&canonical).map(|found| found.route);
        let of_target = self.descend(&target).map(|found| found.route);
        if let Some(route) = route.filter(|_| route != of_target) {
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
#[path = "matcher/tests.rs"]
mod tests;
