//! Recorded cases that are not sent to our application, with reasons.

use crate::case::{Body, Case, Recorded, Request};

/// The areas that are sent.
pub(crate) const AREAS: [&str; 29] = [
    "after",
    "basePath",
    "body",
    "cache-poisoning",
    "caching",
    "config",
    "config-headers",
    "config-redirects",
    "config-rewrites",
    "connection",
    "cookies",
    "draft",
    "encoding",
    "errors",
    "examples",
    "headers",
    "metadata",
    "methods",
    "middleware",
    "navigation",
    "params",
    "paths",
    "query",
    "request-url",
    "resolution",
    "response-body",
    "status",
    "streaming",
    "trailingSlash",
];

/// The other areas of the copied recording with the number of their cases: not driven yet.
pub(crate) const NOT_YET: [(&str, usize); 0] = [];

/// Cases of these areas that cannot be sent, with reasons.
pub(crate) struct Inapplicable {
    pub(crate) reason: &'static str,
    /// Ids of the copied recording, separated by white space.
    pub(crate) cases: &'static str,
    pub(crate) holds: fn(&Case) -> bool,
}

pub(crate) const INAPPLICABLE: &[Inapplicable] = &[
    Inapplicable {
        reason: "a rewrite, which this router does not have",
        cases: "cfg-base-case cfg-double-base cfg-hdr-404 cfg-mw-rewrite cfg-redirect-14 \
                cfg-rewrite-00 cfg-rewrite-01 cfg-rewrite-02 cfg-rewrite-03 cfg-rewrite-05 \
                cfg-rewrite-07 cfg-rewrite-09 cfg-rewrite-11 cfg-rewrite-405 cfg-rewrite-post \
                nav-nr-rewrite",
        holds: |case| is_rewritten(case) || route_contains(case, "NextResponse.rewrite("),
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
        reason: "tests objects of JavaScript: promises, prototypes, a read-only `Headers`, caught exceptions, signals, \
                 the missing body of a GET, a response used twice",
        cases: "abort-before-response body-get-with-body err-body-used err-module-response headers-readonly \
                headers-readonly-uncaught nav-notfound-caught nav-redirect-caught prm-slug url-ctor",
        holds: |case| {
            let marks = [
                "instanceof",
                "isPromise",
                "h[m]",
                "headers()).set",
                "e.digest",
                "request.signal",
                "request.body === null",
                "r.text(); return r",
                "shared = new Response",
            ];
            contains(case, &marks)
        },
    },
    Inapplicable {
        reason: "a number that JavaScript rounds",
        cases: "body-json-bignum",
        holds: |case| {
            case.exchanges().any(|(request, _)| {
                let body = String::from_utf8_lossy(request.body.as_deref().unwrap_or_default());
                let numbers = body.split(|letter: char| !letter.is_ascii_digit());
                let mut numbers = numbers.filter_map(|digits| digits.parse::<u64>().ok());
                body.starts_with('{') && numbers.any(|number| number > 1 << 53)
            })
        },
    },
    Inapplicable {
        reason: "a handler that returns no response, or a module that fails when it is loaded: neither compiles here",
        cases: "err-module-throw err-return-null err-return-object err-return-string \
                err-return-undefined",
        holds: |case| {
            let returns_none = |source: &String| {
                let marks = ["Response", "throw", "reject", "import", "export {"];
                source.contains("function GET") && !marks.iter().any(|mark| source.contains(mark))
            };
            let fails = |source: &String| {
                let export = source.find("export").unwrap_or(0);
                source.find("throw ").is_some_and(|at| at < export)
            };
            recorded(case).all(|recorded| recorded.status == 500)
                && case
                    .handler
                    .values()
                    .any(|it| returns_none(it) || fails(it))
        },
    },
    Inapplicable {
        reason: "a disabled experiment of Next.js: `forbidden` and `unauthorized`",
        cases: "nav-forbidden nav-unauthorized",
        holds: |case| {
            contains(case, &["{ forbidden()", "{ unauthorized()"])
                && recorded(case).all(|recorded| recorded.status == 500)
        },
    },
    Inapplicable {
        reason: "the draft mode of Next.js",
        cases: "draft-bypass-cache draft-disable draft-enable",
        holds: |case| contains(case, &["draftMode"]),
    },
    Inapplicable {
        reason: "does not compile here: a handler that reads the request under `revalidate` or `dynamic = \"error\"`, \
                 `revalidate` with `force-dynamic`, `dynamic_params` without a list",
        cases: "cache-closed-nogsp cache-dyn-error-slug cache-force-dynamic-rev cache-rev-body \
                cache-rev-cookies cache-rev-query conn-rev isr-cookies",
        holds: is_refused_while_compiling,
    },
];

fn is_refused_while_compiling(case: &Case) -> bool {
    let reads = |source: &String| {
        let marks = [
            "await connection();",
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
    let switches_to_reading = |request: &Request| request.path.ends_with("v=cookies");
    case.handler.values().any(refused) || case.exchanges().any(|it| switches_to_reading(it.0))
}

/// Returns `true` if a rewrite led to another handler than that of the path's folder.
fn is_rewritten(case: &Case) -> bool {
    let has_rewrites = case
        .handler
        .get("next.config.js")
        .is_some_and(|config| config.contains("async rewrites()"));
    has_rewrites
        && case.exchanges().any(|(request, recorded)| {
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

fn route_contains(case: &Case, mark: &str) -> bool {
    let mut routes = case
        .handler
        .iter()
        .filter(|(file, _)| file.ends_with("/route.js"));
    routes.any(|(_, source)| source.contains(mark))
}

fn contains(case: &Case, marks: &[&str]) -> bool {
    let mut sources = case.handler.values();
    sources.any(|source| marks.iter().any(|mark| source.contains(mark)))
}

fn recorded(case: &Case) -> impl Iterator<Item = &Recorded> {
    case.exchanges().map(|(_, recorded)| recorded)
}
