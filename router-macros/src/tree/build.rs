//! Construction of the route tree from files.

use super::{
    node::{Endpoint, Node, RouteTree, Wrapper},
    routed_file::RoutedFile,
};
use crate::{
    app_file::{FileKind, GENERATE_SITEMAPS},
    diagnostics::{Place, Problem},
    metadata_file::Metadata,
    parallel,
    route_file::{self, Exports},
    runtime::Runtime,
    scan::AppFile,
    segment::{Folder, Segment, folder},
};
use std::collections::HashMap;

/// The parameter in the URL of one of several sitemaps: `/sitemap/0.xml`.
pub(crate) const SITEMAP_ID: &str = "id.xml";

/// Builds the tree. Files below a malformed folder are left out; the folder is the problem.
pub(crate) fn build(
    files: &[AppFile],
    shown_as: &str,
    runtime: &Runtime,
) -> (RouteTree, Vec<Problem>) {
    let mut tree = RouteTree::default();
    "/".clone_into(&mut tree.root.pattern);
    let mut endpoints = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    let exports = parallel::map(files, |file| {
        FileKind::of(&file.path).map(|kind| (kind, exports(file, kind, runtime)))
    });
    for (file, exports) in files.iter().zip(exports) {
        let Some((kind, exports)) = exports else {
            continue;
        };
        let (segments, folder_ends) = match folders(&file.path, shown_as) {
            Ok(Some(folders)) => folders,
            Ok(None) => continue,
            Err(problem) => {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
                continue;
            }
        };
        let mut file = RoutedFile {
            path: file.path.clone(),
            kind,
            segments,
            folder_ends,
            exports,
        };
        match kind {
            FileKind::NotFound | FileKind::Error => tree.error_pages.push(endpoint(file)),
            FileKind::Middleware => tree.middleware.push(wrapper(file)),
            FileKind::Layout => tree.layouts.push(wrapper(file)),
            FileKind::Route | FileKind::Page | FileKind::Metadata(_) | FileKind::Asset(_) => {
                file.segments.extend(metadata_segments(&file));
                endpoints.push(endpoint(file));
            }
        }
    }
    for wrappers in [&mut tree.middleware, &mut tree.layouts] {
        wrappers.sort_by_key(|it| it.file.depth());
    }
    tree.error_pages.sort_by_key(|it| it.file.depth());
    wrap(&tree.middleware, &mut endpoints, |it| &mut it.middleware);
    let with_layouts = endpoints.iter_mut().filter(|it| it.file.is_page());
    wrap(
        &tree.layouts,
        with_layouts.chain(&mut tree.error_pages),
        |it| &mut it.layouts,
    );
    for endpoint in endpoints {
        tree.root.insert(endpoint);
    }
    tree.root.sort();
    (tree, problems)
}

fn exports(file: &AppFile, kind: FileKind, runtime: &Runtime) -> Exports {
    match kind {
        FileKind::Asset(_) => Exports::default(),
        _ => route_file::read(&file.text, kind, runtime),
    }
}

fn endpoint(file: RoutedFile) -> Endpoint {
    Endpoint {
        file,
        middleware: Vec::new(),
        layouts: Vec::new(),
    }
}

fn wrapper(file: RoutedFile) -> Wrapper {
    let pattern = pattern(&file.segments);
    Wrapper { file, pattern }
}

/// The URL pattern of a folder.
pub(crate) fn pattern(segments: &[Segment]) -> String {
    let names: Vec<_> = segments.iter().map(Segment::spelled).collect();
    format!("/{}", names.join("/"))
}

/// The segments on the way to a file, each with the length of the path up to its folder; `None` below a private folder.
type Folders = Option<(Vec<Segment>, Vec<usize>)>;

fn folders(path: &str, shown_as: &str) -> Result<Folders, Problem> {
    let mut segments = Vec::new();
    let mut ends = Vec::new();
    let mut folders = path;
    let mut length = 0;
    while let Some((name, rest)) = folders.split_once('/') {
        length += name.len();
        match folder(name) {
            Ok(Folder::Segment(segment)) => {
                segments.push(segment);
                ends.push(length);
            }
            Ok(Folder::Group) => {}
            Ok(Folder::Private) => return Ok(None),
            Err(malformed) => {
                let place = Place::whole(format!("{shown_as}/{}", &path[..length]));
                return Err(malformed.at([place]));
            }
        }
        length += 1;
        folders = rest;
    }
    Ok(Some((segments, ends)))
}

/// The segments that a metadata file adds to those of its folders.
fn metadata_segments(file: &RoutedFile) -> Vec<Segment> {
    let Some(metadata) = file.kind.metadata() else {
        return Vec::new();
    };
    if metadata == Metadata::Sitemap && file.exports.has_generator(GENERATE_SITEMAPS) {
        let folder = Segment::Static(metadata.stem().to_owned());
        return vec![folder, Segment::Dynamic(SITEMAP_ID.to_owned())];
    }
    vec![Segment::Static(metadata.url(file.name()))]
}

/// Notes for each endpoint the wrappers in the folders above it.
fn wrap<'e>(
    wrappers: &[Wrapper],
    endpoints: impl IntoIterator<Item = &'e mut Endpoint>,
    list: fn(&mut Endpoint) -> &mut Vec<usize>,
) {
    if wrappers.is_empty() {
        return;
    }
    let folders = wrappers.iter().map(|it| it.file.folder()).zip(0..);
    let folders: HashMap<&str, usize> = folders.collect();
    for endpoint in endpoints {
        let path = &endpoint.file.path;
        let slashes = path.match_indices('/').map(|(slash, _)| slash + 1);
        let above = [0].into_iter().chain(slashes);
        let found = above.filter_map(|end| folders.get(&path[..end]).copied());
        *list(endpoint) = found.collect();
    }
}

impl Node {
    fn insert(&mut self, endpoint: Endpoint) {
        let mut node = self;
        for segment in &endpoint.file.segments {
            let at = node
                .children
                .iter()
                .position(|child| child.segment.as_ref() == Some(segment));
            let at = at.unwrap_or_else(|| {
                let parent = node.pattern.trim_end_matches('/');
                let pattern = format!("{parent}/{}", segment.spelled());
                node.children.push(Node {
                    segment: Some(segment.clone()),
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
}
