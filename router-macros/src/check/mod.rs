//! The mistakes that must not compile, one family of rules per file.

mod above;
mod children;
mod config;
mod distance;
mod generators;
mod metadata;
mod methods;
mod page_and_route;
mod parameters;
mod path_types;
mod reads_request;
mod same_url;
mod static_params;
mod types;
mod values;
mod wrapping;

pub(crate) use above::nothing as above_nothing;
pub(crate) use generators::wrapper;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    app_file::FileKind,
    diagnostics::{Place, Problem, sorted},
    location::Position,
    segment::{Folder, Segment, folder},
    tree::{Endpoint, Node, RouteTree},
};

/// Everything that is wrong with a tree, sorted by file and position.
pub(crate) fn check(tree: &RouteTree, shown_as: &str) -> Vec<Problem> {
    let mut checker = Checker {
        context: Context { shown_as, tree },
        problems: Vec::new(),
    };
    checker.node(&tree.root, &mut Vec::new(), true);
    if let Some(endpoint) = &tree.not_found {
        checker.endpoint(endpoint, "/", &[]);
    }
    checker.wrapping(tree);
    sorted(checker.problems)
}

/// Files of `public/` whose URLs are a route's. A parameter gives way to them.
pub(crate) fn public(tree: &RouteTree, files: &[String], shown_as: &str) -> Vec<Problem> {
    let context = Context { shown_as, tree };
    let files: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    let mut problems = Vec::new();
    tree.root.walk(&mut |node| {
        let (Some(endpoint), Some(url)) = (&node.endpoint, node.pattern.strip_prefix('/')) else {
            return;
        };
        if files.contains(url) {
            problems.push(metadata::beside_public(&context, node, endpoint, url));
        }
    });
    problems
}

/// By file: what is wrong if the file's constants say that answers are cached, where only the compiler can tell.
pub(crate) fn if_cached(tree: &RouteTree, shown_as: &str) -> BTreeMap<String, Problem> {
    let context = Context { shown_as, tree };
    let mut found = BTreeMap::new();
    tree.root.walk(&mut |node| {
        for endpoint in node.claims() {
            let site = Site {
                context: &context,
                endpoint,
                pattern: &node.pattern,
                segments: &[],
            };
            let problem = reads_request::if_cached(&site);
            found.extend(problem.map(|problem| (endpoint.file.clone(), problem)));
        }
    });
    found
}

/// What every rule may ask.
struct Context<'t> {
    shown_as: &'t str,
    tree: &'t RouteTree,
}

/// One file under check.
struct Site<'t> {
    context: &'t Context<'t>,
    endpoint: &'t Endpoint,
    pattern: &'t str,
    segments: &'t [&'t Segment],
}

struct Checker<'t> {
    context: Context<'t>,
    problems: Vec<Problem>,
}

impl<'t> Checker<'t> {
    fn node(&mut self, node: &'t Node, segments: &mut Vec<&'t Segment>, is_sound: bool) {
        let context = &self.context;
        let mut is_sound = is_sound;
        if is_sound {
            let found = parameters::not_last(context, node, segments.len());
            // What stands below a catch-all is one mistake, whatever it is.
            is_sound = found.is_none();
            self.problems.extend(found);
            self.problems.extend(page_and_route::check(context, node));
            self.problems.extend(metadata::claims(context, node));
            self.problems.extend(same_url::check(context, node));
            self.problems
                .extend(parameters::check(context, node, segments));
        }
        for endpoint in node.claims() {
            self.endpoint(endpoint, &node.pattern, segments);
        }
        for child in &node.children {
            segments.extend(child.segment.as_ref());
            self.node(child, segments, is_sound);
            segments.pop();
        }
    }

    fn endpoint(&mut self, endpoint: &Endpoint, pattern: &str, segments: &[&Segment]) {
        if endpoint.source.broken {
            return;
        }
        let site = Site {
            context: &self.context,
            endpoint,
            pattern,
            segments,
        };
        self.problems.extend(metadata::check(&site));
        if matches!(endpoint.kind, FileKind::Asset(_)) {
            return;
        }
        let methods = methods::check(&site);
        let has_methods = methods.is_empty();
        let mut problems = methods;
        if endpoint.kind == FileKind::NotFound {
            problems.extend(config::of_no_route(&site));
        } else {
            problems.extend(config::check(&site));
            problems.extend(values::check(&site, has_methods));
            problems.extend(reads_request::check(&site));
        }
        problems.extend(path_types::check(&site));
        problems.extend(children::check(&site));
        problems.extend(generators::check(&site));
        problems.extend(static_params::check(&site));
        self.problems.extend(problems);
    }
}

impl Context<'_> {
    /// Whether a file answers this pattern.
    fn has(&self, pattern: &str) -> bool {
        let mut found = false;
        let root = &self.tree.root;
        root.walk(&mut |node| found |= node.endpoint.is_some() && node.pattern == pattern);
        found
    }

    fn shown(&self, file: &str) -> String {
        format!("{}/{file}", self.shown_as)
    }

    fn place(&self, endpoint: &Endpoint, at: Position) -> Place {
        Place {
            file: self.shown(&endpoint.file),
            at: Some(at),
        }
    }

    /// The first handler of a file, or its beginning.
    fn first_place(&self, endpoint: &Endpoint) -> Place {
        if matches!(endpoint.kind, FileKind::Asset(_)) {
            return Place {
                file: self.shown(&endpoint.file),
                at: None,
            };
        }
        let handler = endpoint.source.handlers.first();
        self.place(endpoint, handler.map_or(START, |handler| handler.at))
    }

    /// The folder that gives a file the segment at `index`, as the user would type it.
    fn folder(&self, file: &str, index: usize) -> String {
        let mut seen = 0;
        let mut length = 0;
        for piece in file.split_inclusive('/') {
            length += piece.len();
            if matches!(folder(piece.trim_end_matches('/')), Ok(Folder::Segment(_))) {
                if seen == index {
                    break;
                }
                seen += 1;
            }
        }
        self.shown(file[..length].trim_end_matches('/'))
    }
}

impl Site<'_> {
    fn place(&self, at: Position) -> Place {
        self.context.place(self.endpoint, at)
    }

    fn problem(&self, message: String, at: Position, help: String) -> Problem {
        Problem {
            message,
            places: vec![self.place(at)],
            help,
        }
    }

    /// The parameters on the way to the file.
    fn parameters(&self) -> Vec<&str> {
        self.segments
            .iter()
            .filter_map(|segment| segment.parameter())
            .collect()
    }
}

/// Where a mistake of a whole file is reported.
const START: Position = Position { line: 1, column: 1 };

/// The first file at or below a node, in match order.
fn first_file(node: &Node) -> Option<&Endpoint> {
    node.endpoint
        .as_ref()
        .or_else(|| node.children.iter().find_map(first_file))
}

#[cfg(test)]
mod tests;
