//! What a `middleware.rs` and a `layout.rs` export.

use super::{Checker, Context, Site, children, config, methods, path_types, reads_request};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    segment::Segment,
    tree::{Endpoint, RouteTree},
};

impl Checker<'_> {
    pub(super) fn wrapping(&mut self, tree: &RouteTree) {
        let files = tree.middleware.iter().chain(&tree.layouts);
        for endpoint in files.filter(|file| !file.source.broken) {
            let segments = endpoint.segments();
            let site = Site {
                context: &self.context,
                endpoint,
                pattern: &spelled(&segments),
                segments: &segments.iter().collect::<Vec<_>>(),
            };
            self.problems.extend(methods::check(&site));
            self.problems.extend(both(&site));
            self.problems.extend(config::of_no_route(&site));
            self.problems.extend(path_types::check(&site));
            self.problems.extend(children::check(&site));
            self.problems
                .extend(in_a_cached_page(&self.context, tree, endpoint));
        }
    }
}

/// `/items/[slug]`
fn spelled(segments: &[Segment]) -> String {
    let names: Vec<_> = segments.iter().map(Segment::spelled).collect();
    format!("/{}", names.join("/"))
}

/// Two ways to say one thing, and nobody could tell which comes first.
fn both(site: &Site<'_>) -> Option<Problem> {
    let file = &site.endpoint.source;
    let middleware = file.handlers_named("middleware").next()?;
    let layer = file.handlers_named("layer").next()?;
    // Each may stand for another build.
    if middleware.cfg.is_some() || layer.cfg.is_some() {
        return None;
    }
    let mut problem = site.problem(
        "a file exports `middleware` or `layer`, and this one exports both".to_owned(),
        middleware.at,
        "keep one of them: `folder.layer(axum::middleware::from_fn(…))` makes a layer of a function"
            .to_owned(),
    );
    problem.places.push(site.place(layer.at));
    Some(problem)
}

/// A layout that reads the request, though it is part of an answer that goes to everybody.
fn in_a_cached_page(context: &Context<'_>, tree: &RouteTree, layout: &Endpoint) -> Option<Problem> {
    if layout.kind != FileKind::Layout {
        return None;
    }
    let mut found = None;
    tree.root.walk(&mut |node| {
        let mut pages = node.claims().filter(|it| it.kind == FileKind::Page);
        let page = pages.find(|page| page.file.starts_with(layout.folder()));
        if let (Some(endpoint), None) = (page, &found) {
            let site = Site {
                context,
                endpoint,
                pattern: &node.pattern,
                segments: &[],
            };
            found = reads_request::in_layout(&site, layout);
        }
    });
    found
}
