//! What of a recording is not asked of our application, and why.

use crate::case::{Case, Recorded, Step};

/// The areas that are asked.
pub(crate) const AREAS: [&str; 12] = [
    "encoding",
    "examples",
    "headers",
    "methods",
    "params",
    "paths",
    "query",
    "request-url",
    "resolution",
    "response-body",
    "status",
    "trailingSlash",
];

/// The other areas of the copied recording with the number of their cases: not driven yet.
pub(crate) const NOT_YET: [(&str, usize); 17] = [
    ("after", 4),
    ("basePath", 16),
    ("body", 39),
    ("cache-poisoning", 4),
    ("caching", 76),
    ("config", 6),
    ("config-headers", 8),
    ("config-redirects", 11),
    ("config-rewrites", 11),
    ("connection", 3),
    ("cookies", 26),
    ("draft", 3),
    ("errors", 12),
    ("metadata", 34),
    ("middleware", 11),
    ("navigation", 23),
    ("streaming", 6),
];

/// Why some cases of the areas above cannot be asked.
pub(crate) struct Inapplicable {
    pub(crate) reason: &'static str,
    /// Ids of the copied recording, parted by white space.
    pub(crate) cases: &'static str,
    pub(crate) holds: fn(&Case) -> bool,
}

pub(crate) const INAPPLICABLE: &[Inapplicable] = &[
    Inapplicable {
        reason: "asks about objects of JavaScript: promises, prototypes, a read-only `Headers`",
        cases: "headers-readonly headers-readonly-uncaught prm-slug url-ctor",
        holds: |case| {
            let marks = ["instanceof", "isPromise", "h[m]", "headers()).set"];
            case.handler
                .values()
                .any(|source| marks.iter().any(|mark| source.contains(mark)))
        },
    },
    Inapplicable {
        reason: "a cached answer: not driven yet",
        cases: "ts-18 ts-20",
        holds: |case| {
            let cached = ["export const revalidate", "'force-static'"];
            case.handler
                .values()
                .any(|source| cached.iter().any(|mark| source.contains(mark)))
                && recorded(case).any(|recorded| {
                    recorded
                        .headers
                        .iter()
                        .any(|(name, _)| name == "x-nextjs-cache")
                })
        },
    },
    Inapplicable {
        reason: "a file of `public/` or a metadata file: not driven yet",
        cases: "res-public res-public-post ts-meta-sitemap.xml",
        holds: |case| {
            let answers = |file: &String| file.ends_with("route.js") || file.ends_with("page.js");
            !case.handler.keys().any(answers)
                && recorded(case).any(|recorded| matches!(recorded.status, 200 | 405))
        },
    },
];

fn recorded(case: &Case) -> impl Iterator<Item = &Recorded> {
    case.steps.iter().filter_map(|step| match step {
        Step::Exchange(_, recorded) => Some(recorded),
        Step::Wait(_) => None,
    })
}
