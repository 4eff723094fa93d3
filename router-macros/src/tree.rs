//! The route tree: endpoints hung at the URLs they answer, children in match order.

use crate::{route_file::RouteFile, segment::Segment};

/// Every route of one application.
#[derive(Debug, Default)]
pub(crate) struct RouteTree {
    /// The node of `/`.
    pub(crate) root: Node,
    /// `not-found.rs` of the app folder.
    pub(crate) not_found: Option<Endpoint>,
}

/// One URL prefix. Route groups have no node: their folders merge into the node above.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// `None` at the root.
    pub(crate) segment: Option<Segment>,
    /// The URL pattern from the root, as folders spell it: `/items/[slug]`; static segments decoded.
    pub(crate) pattern: String,
    pub(crate) endpoint: Option<Endpoint>,
    /// In match order: static by name, `[x]`, `[...x]`, `[[...x]]`.
    pub(crate) children: Vec<Node>,
}

/// A file that answers requests.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// Relative to the app folder, `/`-separated: `items/[slug]/route.rs`.
    pub(crate) file: String,
    pub(crate) source: RouteFile,
}
