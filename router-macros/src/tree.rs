//! The route tree: endpoints hung at the URLs they answer, children in match order.

use crate::{
    app_file::FileKind,
    diagnostics::{Place, Problem},
    metadata_file::Metadata,
    parallel,
    route_file::{self, GENERATE_SITEMAPS, RouteFile},
    scan::AppFile,
    segment::{Folder, Segment, folder},
};

/// Every route of one application.
#[derive(Debug, Default)]
pub(crate) struct RouteTree {
    /// The node of `/`.
    pub(crate) root: Node,
    /// `not-found.rs` of the app folder.
    pub(crate) not_found: Option<Endpoint>,
    /// Every `middleware.rs`, those of outer folders first.
    pub(crate) middleware: Vec<Endpoint>,
    /// Every `layout.rs`, in the same order.
    pub(crate) layouts: Vec<Endpoint>,
}

/// One URL prefix. Route groups have no node: their folders merge into the node above.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// `None` at the root.
    pub(crate) segment: Option<Segment>,
    /// The URL pattern from the root, as folders spell it: `/items/[slug]`; static segments decoded.
    pub(crate) pattern: String,
    pub(crate) endpoint: Option<Endpoint>,
    /// Further files that claim this URL; a checked tree has none.
    pub(crate) rivals: Vec<Endpoint>,
    /// In match order: static by name, `[x]`, `[...x]`, `[[...x]]`.
    pub(crate) children: Vec<Node>,
}

/// A file that answers requests, or wraps answers.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// Relative to the app folder, `/`-separated: `items/[slug]/route.rs`.
    pub(crate) file: String,
    pub(crate) kind: FileKind,
    pub(crate) source: RouteFile,
}

/// Hangs each file at its URL. Files below a malformed folder are left out; that folder is the problem.
pub(crate) fn build(files: &[AppFile], shown_as: &str) -> (RouteTree, Vec<Problem>) {
    let mut tree = RouteTree::default();
    "/".clone_into(&mut tree.root.pattern);
    let mut problems: Vec<Problem> = Vec::new();
    let sources = parallel::map(files, |file| {
        FileKind::of(&file.path).map(|kind| (kind, source(file, kind)))
    });
    for (file, source) in files.iter().zip(sources) {
        let Some((kind, source)) = source else {
            continue;
        };
        let endpoint = Endpoint {
            file: file.path.clone(),
            kind,
            source,
        };
        match segments(&file.path, shown_as) {
            Ok(None) => {}
            Ok(Some(segments)) if kind == FileKind::NotFound => {
                if segments.is_empty() {
                    tree.not_found = Some(endpoint);
                }
            }
            Ok(Some(_)) if kind == FileKind::Middleware => tree.middleware.push(endpoint),
            Ok(Some(_)) if kind == FileKind::Layout => tree.layouts.push(endpoint),
            Ok(Some(mut segments)) => {
                segments.extend(metadata_segments(&endpoint));
                tree.root.hang(segments, endpoint);
            }
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    tree.root.sort();
    for above in [&mut tree.middleware, &mut tree.layouts] {
        above.sort_by_key(|endpoint| endpoint.file.matches('/').count());
    }
    (tree, problems)
}

fn source(file: &AppFile, kind: FileKind) -> RouteFile {
    match kind {
        FileKind::Asset(_) => RouteFile::default(),
        _ => route_file::read(&file.text, kind),
    }
}

/// What follows the folders in the URL of a metadata file.
fn metadata_segments(endpoint: &Endpoint) -> Vec<Segment> {
    let (Some(metadata), Some(name)) = (endpoint.kind.metadata(), endpoint.file.rsplit('/').next())
    else {
        return Vec::new();
    };
    if metadata == Metadata::Sitemap && endpoint.source.has_generator(GENERATE_SITEMAPS) {
        let folder = Segment::Static(metadata.noun().to_owned());
        return vec![folder, Segment::Dynamic(SITEMAP_ID.to_owned())];
    }
    vec![Segment::Static(metadata.url(name))]
}

/// The parameter of a sitemap's URL where there are several of them: `/sitemap/0.xml`.
pub(crate) const SITEMAP_ID: &str = "id.xml";

/// The segments on the way to a file; `None` below a private folder.
fn segments(path: &str, shown_as: &str) -> Result<Option<Vec<Segment>>, Problem> {
    let mut segments = Vec::new();
    let mut folders = path;
    let mut length = 0;
    while let Some((name, rest)) = folders.split_once('/') {
        length += name.len();
        match folder(name) {
            Ok(Folder::Segment(segment)) => segments.push(segment),
            Ok(Folder::Group) => {}
            Ok(Folder::Private) => return Ok(None),
            Err(malformed) => {
                let place = Place {
                    file: format!("{shown_as}/{}", &path[..length]),
                    at: None,
                };
                return Err(Problem {
                    message: malformed.message,
                    places: vec![place],
                    help: malformed.help,
                });
            }
        }
        length += 1;
        folders = rest;
    }
    Ok(Some(segments))
}

impl Endpoint {
    /// The folder that it stands in, with a slash at the end; empty for the app folder.
    pub(crate) fn folder(&self) -> &str {
        let name = self.file.rfind('/').map_or(0, |slash| slash + 1);
        &self.file[..name]
    }

    /// The segments of a URL that lead to that folder.
    pub(crate) fn segments(&self) -> Vec<Segment> {
        let names = self.folder().split_terminator('/');
        let segment = |name| match folder(name) {
            Ok(Folder::Segment(segment)) => Some(segment),
            _ => None,
        };
        names.filter_map(segment).collect()
    }

    /// How many they are.
    pub(crate) fn depth(&self) -> usize {
        self.segments().len()
    }
}

impl Node {
    fn hang(&mut self, segments: Vec<Segment>, endpoint: Endpoint) {
        let mut node = self;
        for segment in segments {
            let at = node
                .children
                .iter()
                .position(|child| child.segment.as_ref() == Some(&segment));
            let at = at.unwrap_or_else(|| {
                let parent = node.pattern.trim_end_matches('/');
                let pattern = format!("{parent}/{}", segment.spelled());
                let segment = Some(segment);
                node.children.push(Node {
                    segment,
                    pattern,
                    ..Node::default()
                });
                node.children.len() - 1
            });
            node = &mut node.children[at];
        }
        if node.endpoint.is_none() {
            node.endpoint = Some(endpoint);
        } else {
            node.rivals.push(endpoint);
        }
    }

    fn sort(&mut self) {
        // The order of the variants is the match order.
        self.children.sort_by(|a, b| a.segment.cmp(&b.segment));
        self.children.iter_mut().for_each(Node::sort);
    }

    /// This node and all below, in match order.
    pub(crate) fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }

    /// Every file that claims this URL.
    pub(crate) fn claims(&self) -> impl Iterator<Item = &Endpoint> {
        self.endpoint.iter().chain(&self.rivals)
    }
}

#[cfg(test)]
mod tests;
