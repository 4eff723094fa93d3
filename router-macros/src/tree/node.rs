//! The types of the route tree.

use super::routed_file::RoutedFile;
use crate::{names, segment::Segment};

/// Every route of one application.
#[derive(Debug, Default)]
pub(crate) struct RouteTree {
    /// The node of `/`.
    pub(crate) root: Node,
    /// Every `middleware.rs`, those of outer folders first.
    pub(crate) middleware: Vec<Wrapper>,
    /// Every `layout.rs`, in the same order.
    pub(crate) layouts: Vec<Wrapper>,
    /// Every `not-found.rs` and `error.rs`, in the same order.
    pub(crate) error_pages: Vec<Endpoint>,
}

/// One URL prefix. Route groups have no node: their folders merge into the node above.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// `None` at the root.
    pub(crate) segment: Option<Segment>,
    /// The URL pattern from the root, as folders spell it: `/items/[slug]`. Static segments are decoded.
    pub(crate) pattern: String,
    pub(crate) endpoint: Option<Endpoint>,
    /// Further files with this URL. A checked tree has none.
    pub(crate) rivals: Vec<Endpoint>,
    /// In match order: static by name, `[x]`, `[...x]`, `[[...x]]`.
    pub(crate) children: Vec<Node>,
}

/// A file that handles requests.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) file: RoutedFile,
    /// The indices in [`RouteTree::middleware`] of the middleware around it, outer ones first.
    pub(crate) middleware: Vec<usize>,
    /// The indices in [`RouteTree::layouts`] of the layouts around it, outer ones first. Only pages and pages for errors
    /// have layouts.
    pub(crate) layouts: Vec<usize>,
}

/// A `middleware.rs` or `layout.rs`, which wraps endpoints.
#[derive(Debug)]
pub(crate) struct Wrapper {
    pub(crate) file: RoutedFile,
    /// The URL pattern of its folder.
    pub(crate) pattern: String,
}

impl Node {
    /// This node and all below it, in match order.
    pub(crate) fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }

    /// The names of its children's modules in `mod app`, in the order of the children.
    pub(crate) fn child_modules(&self) -> Vec<String> {
        let mut named: Vec<_> = self
            .children
            .iter()
            .map(|child| (names::identifier(child.name()), child.pattern.clone()))
            .collect();
        names::distinguish(&mut named);
        named.into_iter().map(|(name, _)| name).collect()
    }

    /// The text of its segment from which the name of its module is made.
    fn name(&self) -> &str {
        match &self.segment {
            None => "",
            Some(
                Segment::Static(name)
                | Segment::Dynamic(name)
                | Segment::CatchAll(name)
                | Segment::OptionalCatchAll(name),
            ) => name,
        }
    }

    /// Every file with this URL.
    pub(crate) fn claims(&self) -> impl Iterator<Item = &Endpoint> {
        self.endpoint.iter().chain(&self.rivals)
    }

    /// The first file at or below this node, in match order.
    pub(crate) fn first_file(&self) -> Option<&RoutedFile> {
        match &self.endpoint {
            Some(endpoint) => Some(&endpoint.file),
            None => self.children.iter().find_map(Node::first_file),
        }
    }
}

impl RouteTree {
    /// Every endpoint, those of one URL together.
    pub(crate) fn endpoints(&self) -> Vec<&Endpoint> {
        let mut endpoints = Vec::new();
        self.root.walk(&mut |node| endpoints.extend(node.claims()));
        endpoints
    }

    /// The path of the module of the folders with this pattern, below the path of the generated module.
    pub(crate) fn module_of(&self, pattern: &str, module: &str) -> Option<String> {
        fn find(node: &Node, pattern: &str, module: &str) -> Option<String> {
            if node.pattern == pattern {
                return Some(module.to_owned());
            }
            let mut children = node.children.iter().zip(node.child_modules());
            children.find_map(|(child, name)| find(child, pattern, &format!("{module}::{name}")))
        }
        find(&self.root, pattern, module)
    }

    /// Returns `true` if a file handles the URLs of this pattern.
    pub(crate) fn has(&self, pattern: &str) -> bool {
        let mut found = false;
        self.root
            .walk(&mut |node| found |= node.endpoint.is_some() && node.pattern == pattern);
        found
    }
}
