//! Which route a path belongs to.
//!
//! At every level a static segment comes first, then `[x]`, then the end of the path, then `[...r]`, then `[[...o]]`, with
//! backtracking: the order in which Next.js sorts its routes. A search visits each node of the tree at most once.

use super::{clean_path::TrailingSlash, percent, segment::Segment};
use foldhash::fast::FixedState;
use std::{borrow::Cow, collections::HashMap};

/// What becomes of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// This route answers it.
    Route(usize),
    /// Nothing answers it.
    NotFound,
    /// The clean path is another one, which begins with exactly one slash.
    Redirect(String),
    /// It cannot be read: a malformed escape, or a way out of its folder.
    BadRequest,
}

/// The routes as a tree.
pub(super) struct Matcher {
    slash: TrailingSlash,
    nodes: Vec<Node>,
    /// Static children, by parent and decoded text.
    children: HashMap<(usize, &'static str), usize, FixedState>,
    /// Nodes that are reached by static segments alone, by path: `/items/new`.
    prefixes: HashMap<String, usize, FixedState>,
    /// The segments of the longest of `prefixes`.
    longest_prefix: usize,
    patterns: Vec<Box<[Segment]>>,
}

#[derive(Default)]
struct Node {
    endpoint: Option<usize>,
    dynamic: Option<usize>,
    catch_all: Option<usize>,
    optional_catch_all: Option<usize>,
}

impl Node {
    /// What answers when the path ends here.
    fn at_end(&self) -> Option<usize> {
        self.endpoint.or(self.optional_catch_all)
    }

    /// What answers when more segments follow and nothing nearer takes them.
    fn rest(&self) -> Option<usize> {
        self.catch_all.or(self.optional_catch_all)
    }
}

const ROOT: usize = 0;

impl Matcher {
    pub(super) fn new(routes: &[&[Segment]], slash: TrailingSlash) -> Self {
        let mut matcher = Self {
            slash,
            nodes: vec![Node::default()],
            children: HashMap::default(),
            prefixes: HashMap::default(),
            longest_prefix: 0,
            patterns: routes.iter().map(|&segments| segments.into()).collect(),
        };
        for (route, segments) in routes.iter().enumerate() {
            matcher.insert(segments, route);
        }
        matcher
    }

    fn insert(&mut self, segments: &[Segment], route: usize) {
        let mut node = ROOT;
        let mut prefix = Some(String::new());
        for (depth, segment) in segments.iter().enumerate() {
            match *segment {
                Segment::Static(name) => {
                    node = self.static_child(node, name);
                    if let Some(prefix) = &mut prefix {
                        prefix.push('/');
                        prefix.push_str(name);
                        self.prefixes.insert(prefix.clone(), node);
                        self.longest_prefix = self.longest_prefix.max(depth + 1);
                    }
                }
                Segment::Dynamic(_) => {
                    prefix = None;
                    node = self.dynamic_child(node);
                }
                Segment::CatchAll(_) => {
                    self.nodes[node].catch_all = Some(route);
                    return;
                }
                Segment::OptionalCatchAll(_) => {
                    self.nodes[node].optional_catch_all = Some(route);
                    return;
                }
            }
        }
        self.nodes[node].endpoint = Some(route);
    }

    fn static_child(&mut self, node: usize, name: &'static str) -> usize {
        let new = self.nodes.len();
        let child = *self.children.entry((node, name)).or_insert(new);
        if child == new {
            self.nodes.push(Node::default());
        }
        child
    }

    fn dynamic_child(&mut self, node: usize) -> usize {
        let new = self.nodes.len();
        let child = *self.nodes[node].dynamic.get_or_insert(new);
        if child == new {
            self.nodes.push(Node::default());
        }
        child
    }

    /// The route of a path that [`is_clean`](super::clean_path::is_clean).
    ///
    /// Depth-first order visits the deepest static node first, so the search may begin there, found by hash; only when that
    /// fails does it begin at the root.
    pub(super) fn find(&self, clean_path: &str) -> Option<usize> {
        let path = clean_path.strip_suffix('/').unwrap_or(clean_path);
        let mut prefix = self.cut(path);
        let node = loop {
            if prefix.is_empty() {
                break ROOT;
            }
            if let Some(node) = self.prefixes.get(prefix) {
                break *node;
            }
            prefix = &prefix[..prefix.rfind('/').unwrap_or(0)];
        };
        let found = self.walk(node, path.get(prefix.len() + 1..));
        if found.is_none() && node != ROOT {
            return self.walk(ROOT, path.get(1..));
        }
        found
    }

    /// The path as far as there are static prefixes of that length, so that a long path costs no more look-ups than a short one.
    fn cut<'p>(&self, path: &'p str) -> &'p str {
        let mut slashes = path.match_indices('/').map(|(at, _)| at);
        slashes
            .nth(self.longest_prefix)
            .map_or(path, |end| &path[..end])
    }

    /// `rest` is what follows the node and its slash; `None` at the end of the path.
    fn walk(&self, node: usize, rest: Option<&str>) -> Option<usize> {
        let node_index = node;
        let node = &self.nodes[node];
        let Some(rest) = rest else {
            return node.at_end();
        };
        let (segment, rest) = match rest.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        if let Some(child) = self.children.get(&(node_index, segment))
            && let Some(route) = self.walk(*child, rest)
        {
            return Some(route);
        }
        if let Some(child) = node.dynamic
            && let Some(route) = self.walk(child, rest)
        {
            return Some(route);
        }
        node.rest()
    }

    /// Decides about any path.
    pub(super) fn judge(&self, path: &str) -> Verdict {
        if !path.starts_with(['/', '\\']) {
            // `OPTIONS *`, or CONNECT with an authority.
            return Verdict::NotFound;
        }
        let mut segments = Vec::new();
        for raw in path.split(['/', '\\']).filter(|raw| !raw.is_empty()) {
            let Some(segment) = Sent::read(raw) else {
                return Verdict::BadRequest;
            };
            segments.push(segment);
        }

        let decoded = self.search(ROOT, &segments, Spelling::Any);
        let raw = self.search(ROOT, &segments, Spelling::Plain);
        if let Some(route) = decoded
            && decoded != raw
        {
            for (sent, segment) in segments.iter_mut().zip(&self.patterns[route]) {
                if let Segment::Static(name) = segment {
                    sent.raw = percent::encode_segment(name);
                }
            }
        }
        let clean = self.spell(&segments, path);
        if clean != path {
            return Verdict::Redirect(clean);
        }
        decoded.map_or(Verdict::NotFound, Verdict::Route)
    }

    fn search(&self, node: usize, segments: &[Sent<'_>], spelling: Spelling) -> Option<usize> {
        let node_index = node;
        let node = &self.nodes[node];
        let Some((first, rest)) = segments.split_first() else {
            return node.at_end();
        };
        if (spelling == Spelling::Any || first.is_plain)
            && let Some(child) = self.children.get(&(node_index, &*first.decoded))
            && let Some(route) = self.search(*child, rest, spelling)
        {
            return Some(route);
        }
        if let Some(child) = node.dynamic
            && let Some(route) = self.search(child, rest, spelling)
        {
            return Some(route);
        }
        node.rest()
    }

    /// The path of these segments, with a slash at the end or without.
    fn spell(&self, segments: &[Sent<'_>], sent: &str) -> String {
        let Some(last) = segments.last() else {
            return "/".to_owned();
        };
        let mut path = String::with_capacity(sent.len() + 1);
        for segment in segments {
            path.push('/');
            path.push_str(&segment.raw);
        }
        let had_slash = sent.ends_with(['/', '\\']);
        let wants_slash = match self.slash {
            TrailingSlash::Remove => false,
            TrailingSlash::Ignore => had_slash,
            TrailingSlash::Add if segments[0].raw == ".well-known" => had_slash,
            TrailingSlash::Add => match last.raw.rsplit_once('.') {
                None => true,
                Some((_, extension)) if is_extension(extension) => false,
                Some(_) => had_slash,
            },
        };
        if wants_slash {
            path.push('/');
        }
        path
    }
}

fn is_extension(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Which spellings of a static segment match it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// Every one that decodes to it.
    Any,
    /// The plain one alone, as when axum compares bytes.
    Plain,
}

/// A segment as it was sent.
struct Sent<'p> {
    raw: Cow<'p, str>,
    decoded: Cow<'p, str>,
    /// Whether `raw` is the plain spelling of `decoded`.
    is_plain: bool,
}

impl<'p> Sent<'p> {
    fn read(raw: &'p str) -> Option<Self> {
        let decoded = percent::decode(raw)?;
        let leads_out = decoded
            .split(['/', '\\'])
            .any(|piece| matches!(piece, "." | ".."));
        let is_plain = percent::encode_segment(&decoded) == raw;
        (!leads_out).then_some(Self {
            raw: Cow::Borrowed(raw),
            decoded,
            is_plain,
        })
    }
}
