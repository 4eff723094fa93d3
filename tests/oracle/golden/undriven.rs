//! What of a recording is not asked of our application, and why.

use crate::case::{Body, Case, Step};

/// The areas that are asked.
pub(crate) const AREAS: [&str; 21] = [
    "basePath",
    "cache-poisoning",
    "caching",
    "config",
    "config-headers",
    "config-redirects",
    "config-rewrites",
    "encoding",
    "examples",
    "headers",
    "metadata",
    "methods",
    "middleware",
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
pub(crate) const NOT_YET: [(&str, usize); 8] = [
    ("after", 4),
    ("body", 39),
    ("connection", 3),
    ("cookies", 26),
    ("draft", 3),
    ("errors", 12),
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
        reason: "a rewrite: there are none here, what answers a path is the file that says so",
        cases: "cfg-base-case cfg-double-base cfg-hdr-404 cfg-mw-rewrite cfg-redirect-14 \
                cfg-rewrite-00 cfg-rewrite-01 cfg-rewrite-02 cfg-rewrite-03 cfg-rewrite-05 \
                cfg-rewrite-07 cfg-rewrite-09 cfg-rewrite-11 cfg-rewrite-405 cfg-rewrite-post",
        holds: is_rewritten,
    },
    Inapplicable {
        reason: "the edge runtime of Next.js",
        cases: "edge-405 edge-get edge-head edge-options edge-post edge-throw",
        holds: |case| {
            let mut sources = case.handler.values();
            sources.any(|source| source.contains("const runtime = 'edge'"))
        },
    },
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
        reason: "asks `fetch` or `unstable_cache`: not driven yet",
        cases: "cache-fetch-cache cache-fetch-default cache-fetch-tag cache-static-fetch-tag \
                reval-tag-fetch reval-tag-static-fetch ucache-key ucache-tag",
        holds: |case| {
            let mut sources = case.handler.values();
            sources
                .any(|source| source.contains("await fetch(") || source.contains("unstable_cache"))
        },
    },
    Inapplicable {
        reason: "does not compile here: a handler that reads the request under `revalidate` or `dynamic = \"error\"`, \
                 `revalidate` beside `force-dynamic`, `dynamic_params` without a list",
        cases: "cache-closed-nogsp cache-dyn-error-slug cache-force-dynamic-rev cache-rev-body \
                cache-rev-cookies cache-rev-query isr-cookies",
        holds: is_refused_while_compiling,
    },
];

fn is_refused_while_compiling(case: &Case) -> bool {
    let reads = |source: &String| {
        let marks = [
            "await cookies();",
            "await headers()",
            "searchParams",
            "r.text()",
        ];
        marks.iter().any(|mark| source.contains(mark))
    };
    let refused = |source: &String| {
        let has = |text: &str| source.contains(text);
        let is_bound = has("export const revalidate = 60") || has("export const dynamic = 'error'");
        is_bound && (reads(source) || has("'force-dynamic'"))
            || has("dynamicParams = false") && !has("generateStaticParams")
    };
    let switches_to_reading = |step: &Step| matches!(step, Step::Exchange(request, _) if request.path.ends_with("v=cookies"));
    case.handler.values().any(refused) || case.steps.iter().any(switches_to_reading)
}

/// Another handler of the application with rewrites answered than the one whose folder the path names.
fn is_rewritten(case: &Case) -> bool {
    let has_rewrites = case
        .handler
        .get("next.config.js")
        .is_some_and(|config| config.contains("async rewrites()"));
    has_rewrites
        && case.steps.iter().any(|step| {
            let Step::Exchange(request, recorded) = step else {
                return false;
            };
            let below = request.path.strip_prefix("/docs/").unwrap_or("");
            let folder = below.split(['/', '?']).next().unwrap_or("");
            let has_file = |file: &String| file.starts_with(&format!("app/{folder}/"));
            match (&recorded.body, recorded.status) {
                (Body::Text(body), 200) => serde_json::from_str::<serde_json::Value>(body)
                    .ok()
                    .and_then(|body| Some(body["h"].as_str()?.split(' ').next() != Some(folder)))
                    .unwrap_or(false),
                (_, 405) => !case.handler.keys().any(has_file),
                _ => false,
            }
        })
}
