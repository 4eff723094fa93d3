//! The routes that the 404 of a debug build lists.

use super::escaped::Escaped;
use crate::{
    href::LinkStyle,
    table::{RouteInfo, RouteKind},
};
use serde_json::{Value, json};
use std::{borrow::Cow, cmp::Reverse, fmt, sync::Arc};

/// The greatest number of routes in a list, and of bytes in their patterns.
const MAX_ROUTES: usize = 40;
const MAX_BYTES: usize = 4 << 10;

/// Routes and pages: all, or those whose patterns begin most like a path.
#[derive(Clone, Debug)]
pub(crate) struct RouteList {
    routes: Arc<[&'static RouteInfo]>,
    others: usize,
    /// The spelling of their paths.
    links: Option<Arc<LinkStyle>>,
}

impl RouteList {
    /// Selects the routes near a path.
    pub(crate) fn near(
        path: &str,
        routes: impl Iterator<Item = &'static RouteInfo>,
        links: Option<Arc<LinkStyle>>,
    ) -> Self {
        let has_handlers = |it: &&RouteInfo| matches!(it.kind, RouteKind::Route | RouteKind::Page);
        let routes = routes.filter(has_handlers).collect();
        let (routes, others) = nearest(path, routes, |route| route.pattern);
        Self {
            routes: routes.into(),
            others,
            links,
        }
    }

    /// Returns the pattern of a route as clients see it, below the base path.
    fn pattern(&self, route: &RouteInfo) -> Cow<'static, str> {
        match &self.links {
            Some(links) => links.link(route.pattern).into(),
            None => route.pattern.into(),
        }
    }

    /// Writes the lines of a text.
    pub(super) fn write_text(&self, text: &mut impl fmt::Write) -> fmt::Result {
        writeln!(text, "\n{TITLE}")?;
        for route in self.routes.iter() {
            writeln!(text, "  {}  {}", self.pattern(route), route.methods)?;
        }
        match self.others {
            0 => Ok(()),
            others => writeln!(text, "  … and {others} more"),
        }
    }

    /// Writes the section of a page.
    pub(super) fn write_html(&self, page: &mut impl fmt::Write) -> fmt::Result {
        write!(
            page,
            "<style>{STYLE}</style>\n<section>\n<h2>{TITLE}</h2>\n<ul>\n"
        )?;
        for route in self.routes.iter() {
            let (pattern, methods) = (self.pattern(route), route.methods);
            writeln!(
                page,
                "<li><code>{}</code> {methods}</li>",
                Escaped(&pattern)
            )?;
        }
        if self.others > 0 {
            writeln!(page, "<li>… and {} more</li>", self.others)?;
        }
        page.write_str("</ul>\n</section>\n")
    }

    /// Returns the member of a problem document.
    pub(super) fn to_json(&self) -> Value {
        let methods = |route: &RouteInfo| {
            let methods = route.methods.iter();
            methods.map(|it| it.as_str().to_owned()).collect::<Vec<_>>()
        };
        let routes = self.routes.iter();
        let routes =
            routes.map(|it| json!({ "pattern": self.pattern(it), "methods": methods(it) }));
        routes.collect()
    }
}

/// The style of the section.
const STYLE: &str = "\
h2{margin:2rem 0 .5rem;font-size:1rem}\
ul{margin:0;padding:0;list-style:none;color:var(--weak)}\
li{padding:.25rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}\
code{color:var(--text)}";

const TITLE: &str = "Routes (listed in debug builds only):";

/// Returns those whose patterns begin most like a path, within the limits and in the same order, and the number of the others.
fn nearest<T>(path: &str, all: Vec<T>, pattern: impl Fn(&T) -> &str) -> (Vec<T>, usize) {
    let count = all.len();
    let mut near: Vec<_> = all.into_iter().enumerate().collect();
    near.sort_by_key(|(_, it)| Reverse(common_prefix(path, pattern(it))));
    near.truncate(MAX_ROUTES);
    let mut bytes = 0;
    near.retain(|(_, it)| {
        bytes += pattern(it).len();
        bytes <= MAX_BYTES
    });
    near.sort_by_key(|(index, _)| *index);
    let near: Vec<_> = near.into_iter().map(|(_, it)| it).collect();
    let others = count - near.len();
    (near, others)
}

/// Returns the length of the prefix that two paths have in common, in any case of letters.
fn common_prefix(path: &str, pattern: &str) -> usize {
    let pairs = path.bytes().zip(pattern.bytes());
    pairs.take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_the_nearest_routes_in_their_order() {
        let all: Vec<String> = (100..200).map(|index| format!("/x{index}")).collect();
        let (near, others) = nearest("/X15", all, |it| it);
        assert_eq!((near.len(), others), (MAX_ROUTES, 60));
        assert!(near.is_sorted() && near.contains(&"/x159".to_owned()));
        let (near, others) = nearest("/", vec!["/b", "/a"], |it| it);
        assert_eq!((near, others), (vec!["/b", "/a"], 0));
    }

    #[test]
    fn a_list_has_a_limit_in_bytes() {
        let all = vec!["x".repeat(MAX_BYTES - 1), "y".repeat(MAX_BYTES)];
        let (near, others) = nearest("/", all, |it| it);
        assert_eq!((near.len(), others), (1, 1));
    }
}
