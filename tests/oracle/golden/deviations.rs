//! Intended differences from the recorded responses.
//!
//! A row claims differences by a rule, so that it also holds for other recordings of the same application. It lists the
//! cases of the copied recording that it covers: exactly those, or the test fails.

use crate::{
    cached,
    case::Body,
    compare::Difference,
    cookies,
    exchange::{Deviation, METHODS, header},
    metadata,
    paths::{self, decoded, find, is_refused, path_of, query_of},
    requests,
};
use serde_json::Value;

pub(crate) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        reason: "errors of the router are a line of text, or HTML or JSON, by Accept; those of Next.js are empty, or a text for all",
        cases: "after-throw cache-force-static cache-gsp-post cache-notfound cache-options-beside cfg-forbidden \
                cfg-mw-405 cfg-poison-gsp cfg-poison-m-DELETE cfg-unauthorized cookie-set-bad cookie-then-notfound \
                cookie-then-throw doc-cookie-missing enc-09 encall-10 err-return-rejected err-throw-POST \
                err-throw-string err-throw-sync err-throw-undefined http-absolute-form meta-group-apple \
                meta-group-opengraph meta-gs-0 meta-sitemap-post method-405-PATCH method-405-POST method-405-PUT \
                method-alias-DELETE method-gpd-put method-head-only-get method-lower-GET method-lower-OPTIONS \
                method-lower-POST method-none-GET method-none-HEAD method-none-OPTIONS method-notfn \
                method-page-DELETE method-page-PUT method-post-only-get method-post-only-head method-unsup-Get \
                method-unsup-PURGE method-unsup-QUERY method-unsup-get method-unsup-post nav-notfound-HEAD \
                nav-redirect-empty path-26 res-intercept-literal res-method-no-fallthrough res-slot reval-path \
                reval-path-dyn reval-tag-long status-error-resp",
        claims: |exchange, difference| match difference {
            Difference::Status => false,
            Difference::Header(name) => {
                ["content-type", "vary"].contains(&&**name) && exchange.is_line_of_text()
            }
            Difference::Body => {
                exchange.recorded.status == exchange.response.status
                    && matches!(&exchange.recorded.body, Body::Text(text) if text.lines().count() < 2)
                    && exchange.is_line_of_text()
            }
        },
    },
    Deviation {
        reason: "a method that is not exported: Next.js sends 405 without Allow (for a page with a text), we send a sorted Allow",
        cases: "cache-force-static cache-options-beside cfg-mw-405 cfg-poison-gsp cfg-poison-m-DELETE \
                meta-sitemap-post method-405-PATCH method-405-POST method-405-PUT method-alias-DELETE method-gpd-put \
                method-head-only-get method-page-DELETE method-page-PUT method-post-only-get method-post-only-head \
                res-method-no-fallthrough",
        claims: |exchange, difference| {
            exchange.recorded.status == 405
                && exchange.refuses_method()
                && (*difference == header("allow") || *difference == Difference::Body)
        },
    },
    Deviation {
        reason: "TRACE, PROPFIND, QUERY and unknown verbs: Next.js sends 400 or 500, we send 405 with Allow",
        cases: "cfg-poison-gsp method-unsup-Get method-unsup-PURGE method-unsup-QUERY method-unsup-TRACE \
                method-unsup-get method-unsup-post",
        claims: requests::has_no_such_method,
    },
    Deviation {
        reason: "a redirect: Next.js sends a body and a Refresh header with the Location, we do not",
        cases: "cfg-dbl cfg-redirect-00 cfg-redirect-01 cfg-redirect-02 cfg-redirect-03 cfg-redirect-06 \
                cfg-redirect-07 cfg-redirect-08 cfg-redirect-09 cfg-redirect-post cfg-root-slash encall-03 path-00 \
                path-01 path-02 path-04 path-05 path-08 path-09 path-20 path-22 path-23 path-24 path-25 path-27 \
                path-slash-dbl-post path-slash-head path-slash-options path-slash-post ts-00 ts-02 ts-04 ts-05 ts-08 \
                ts-11 ts-19 ts-23 ts-head ts-meta-og-opengraph-image ts-meta-robots.txt-slash \
                ts-meta-sitemap.xml-slash ts-options ts-post",
        claims: |exchange, difference| {
            exchange.both_redirect()
                && find(&exchange.response.headers, "refresh").is_empty()
                && (*difference == header("refresh") || *difference == Difference::Body)
        },
    },
    Deviation {
        reason: "several slashes: up to two redirects in Next.js, one here",
        cases: "path-04",
        claims: |exchange, difference| {
            let (ours, theirs) = (exchange.location(), exchange.recorded_location());
            exchange.both_redirect()
                && *difference == header("location")
                && path_of(theirs) != "/"
                && path_of(ours) == path_of(theirs).trim_end_matches('/')
                && query_of(ours) == query_of(theirs)
        },
    },
    Deviation {
        reason: "redirects preserve the query; Next.js parses and serializes it",
        cases: "path-09",
        claims: |exchange, difference| {
            exchange.both_redirect()
                && *difference == header("location")
                && path_of(exchange.location()) == path_of(exchange.recorded_location())
                && query_of(exchange.location()) == query_of(&exchange.request.path)
        },
    },
    Deviation {
        reason: "redirects to paths of the application keep its base path; `redirect` of Next.js drops it in route handlers",
        cases: "cfg-redir",
        claims: |exchange, difference| {
            exchange.both_redirect()
                && *difference == header("location")
                && exchange.handler_contains(&["basePath: '/docs'"])
                && exchange.location() == format!("/docs{}", exchange.recorded_location())
        },
    },
    Deviation {
        reason: "dot segments (raw or encoded), malformed escapes and %00: 404, 400, 308, 200 or 500 in Next.js, 400 here",
        cases: "enc-09 enc-31 encall-10 path-13 path-14 path-16 path-17 path-26",
        claims: |exchange, _| is_refused(&exchange.request.path) && exchange.response.status == 400,
    },
    Deviation {
        reason: "a static folder with a space or a letter beyond ASCII in its name: unreachable in Next.js, matched \
                 decoded here",
        cases: "res-space-0 res-uni-0",
        claims: |exchange, difference| {
            let file = |path: String| format!("app{path}/route.js");
            *difference == Difference::Status
                && (exchange.recorded.status, exchange.response.status) == (404, 200)
                && decoded(path_of(&exchange.request.path))
                    .is_some_and(|path| exchange.case.handler.contains_key(&file(path)))
        },
    },
    Deviation {
        reason: "an unnecessary escape in a static segment: not matched by Next.js, redirected to the canonical \
                 spelling here",
        cases: "res-case-pct2 res-case-pctcase res-plus-1 res-punct-1 res-uni-1",
        claims: |exchange, _| {
            let path = path_of(&exchange.request.path);
            exchange.response.status == 308
                && exchange.response.body.is_empty()
                && path.contains('%')
                && path != exchange.location()
                && decoded(path) == decoded(exchange.location())
        },
    },
    Deviation {
        reason: "`@slot` and `(.)name` folders do not compile: route handlers have no parallel or intercepted routes",
        cases: "res-intercept-literal res-intercept2-nexturl res-slot",
        claims: paths::is_special_folder,
    },
    Deviation {
        reason: "a route file without a handler does not compile; Next.js builds it",
        cases: "method-lower-GET method-lower-OPTIONS method-lower-POST method-none-GET method-none-HEAD \
                method-none-OPTIONS method-notfn",
        claims: |exchange, _| {
            let exports = |source: &String| {
                ["function ", "as ", "const "].iter().any(|before| {
                    METHODS.iter().any(|method| {
                        let declared = format!("{before}{method}");
                        let text = format!("{declared} = '");
                        source.contains(&declared) && !source.contains(&text)
                    })
                })
            };
            let is_route = |file: &String| file.ends_with("route.js");
            exchange.response.status == 404
                && exchange.case.handler.keys().any(is_route)
                && !exchange.case.handler.values().any(exports)
        },
    },
    Deviation {
        reason: "a status that the JavaScript `Response` rejects, so that Next.js sends 500; we send the status of the handler",
        cases: "cache-s204 status-s101 status-s204body status-s600",
        claims: requests::has_a_status_that_javascript_rejects,
    },
    Deviation {
        reason: "Next.js passes a URL that is normalized as in browsers; axum's `Uri` is unchanged, and that of a cached \
                 handler is the canonical path of its key",
        cases: "cache-fs-slug enc-18 enc-21 enc-23",
        claims: |exchange, difference| {
            let plain = |body: Option<Value>| {
                let mut fields = body?.as_object()?.clone();
                for name in ["url", "pathname"] {
                    if let Some(value) = fields.get_mut(name) {
                        *value = decoded(value.as_str()?)?.into();
                    }
                }
                Some(fields)
            };
            let ours = plain(exchange.json());
            *difference == Difference::Body
                && ours.is_some()
                && ours == plain(exchange.recorded_json())
        },
    },
    Deviation {
        reason: "Node.js rejects more than 16 KiB of headers, hyper does not",
        cases: "headers-large path-long-17k",
        claims: requests::has_many_headers,
    },
    Deviation {
        reason: "the absolute form of a request target contains the path (RFC 9112, section 3.2.2); Next.js uses all of it \
                 as the path; a `Host` that contradicts it is a 400 here",
        cases: "http-absolute-form",
        claims: requests::has_absolute_form,
    },
    Deviation {
        reason: "bytes that must be escaped in a URI: Node.js rejects those beyond ASCII, hyper some of the others",
        cases: "enc-07 query-24 query-25 query-26",
        claims: requests::has_bytes_that_must_be_escaped,
    },
    Deviation {
        reason: "header values are bytes and sent unchanged; the JavaScript `Headers` rejects text beyond Latin-1, so \
                 that Next.js sends 500",
        cases: "headers-nonlatin",
        claims: requests::has_header_bytes_beyond_latin1,
    },
    Deviation {
        reason: "handlers receive exactly the headers of the request; Next.js adds and removes some",
        cases: "url-headers url-headers-xff",
        claims: |exchange, difference| {
            let sent: serde_json::Map<String, Value> = exchange
                .request
                .headers
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str().into()))
                .collect();
            *difference == Difference::Body && exchange.json() == Some(sent.into())
        },
    },
    Deviation {
        reason: "no response header is reserved; Next.js reserves `x-middleware-set-cookie`",
        cases: "headers-internal",
        claims: |exchange, difference| {
            *difference == header("x-middleware-set-cookie")
                && exchange.handler_contains(&["'x-middleware-set-cookie'"])
                && find(&exchange.recorded.headers, "x-middleware-set-cookie").is_empty()
        },
    },
    Deviation {
        reason: "a query named `__proto__` is lost in JavaScript's objects",
        cases: "query-30",
        claims: requests::has_a_name_that_javascript_loses,
    },
    Deviation {
        reason: "Next.js compresses pages and responses of middleware, and sets Vary; here an optional layer does",
        cases: "cfg-mw-block-post cfg-mw-json",
        claims: |exchange, difference| {
            *difference == header("vary")
                && find(&exchange.recorded.headers, "vary") == "Accept-Encoding"
                && find(&exchange.response.headers, "vary").is_empty()
        },
    },
    Deviation {
        reason: "a body above the limit: 413 here; Next.js has no limit, or silently truncates the body at 10 MiB behind middleware",
        cases: "cfg-mw-post-12mb",
        claims: |exchange, _| {
            let body = exchange.request.body.as_ref().map_or(0, Vec::len);
            exchange.response.status == 413 && exchange.recorded.status == 200 && body > 2 << 20
        },
    },
    Deviation {
        reason: "cookies are typed: no invalid SameSite, no non-standard Priority; an invalid name is a 500",
        cases: "cookie-set cookie-set-bad cookie-set-badss",
        claims: cookies::are_typed,
    },
    Deviation {
        reason: "cookies are set in every response of a handler; Next.js drops them from a 404, 403, 401 and 500",
        cases: "cfg-forbidden cookie-then-notfound cookie-then-throw",
        claims: cookies::are_set_in_every_response,
    },
    Deviation {
        reason: "pairs that no browser sends are ignored: a name without `=`, an empty name, bytes that are not UTF-8; white space \
                 around names and values is removed",
        cases: "cookie-read-06 cookie-read-07 cookie-read-09 cookie-read-12",
        claims: cookies::has_odd_pairs,
    },
    Deviation {
        reason: "a deleted cookie is not visible to the handler any more; in Next.js it has an empty value",
        cases: "cookie-delete cookie-setthendelete",
        claims: cookies::are_invisible_once_deleted,
    },
    Deviation {
        reason: "a redirect may have a relative target (RFC 9110, section 10.2.2); the JavaScript objects require an absolute one",
        cases: "nav-nr-redirect-rel nav-response-redirect-rel",
        claims: |exchange, _| {
            exchange.recorded.status == 500
                && exchange.location().starts_with('/')
                && exchange.handler_contains(&["Response.redirect('/"])
        },
    },
    Deviation {
        reason: "malformed or empty JSON: 500 in Next.js, which accepts bytes that are not UTF-8; axum's 400 here",
        cases: "body-json-badutf8 body-json-empty body-json-malformed",
        claims: requests::has_malformed_json,
    },
    Deviation {
        reason: "framing: hyper ignores `Content-Length` if `Transfer-Encoding` is present (RFC 9112, section 6.3), and reports a \
                 malformed chunk when the body is read; Node.js responds to both with an empty 400",
        cases: "body-bad-chunk body-cl-te",
        claims: requests::has_conflicting_framing,
    },
    Deviation {
        reason: "cached responses have ETag, Last-Modified and Age, and support conditional and range requests; in Next.js \
                 they do not",
        cases: "cache-big cache-blob cache-cc cache-cond-1 cache-cond-2 cache-cond-3 cache-cond-4 cache-cond-5 \
                cache-cond-6 cache-cond2-0 cache-cond2-1 cache-cond2-2 cache-cond2-4 cache-cond2-5 cache-cond2-6 \
                cache-cond2-7 cache-force-static cache-fs-gsp cache-fs-slug cache-gsp-catch cache-gsp-only \
                cache-gsp-opt cache-gzip cache-gzip-binary cache-gzip-br cache-gzip-small cache-hdrs \
                cache-head-binary cache-head-cc cache-head-hdrs cache-head-redir cache-head-s301 cache-notfound \
                cache-options-beside cache-post-beside-rev cache-redir cache-rev-pathname cache-s404 \
                cache-static-fetch-tag cache-stream cfg-mw-static cfg-poison-gsp cfg-poison-m-DELETE \
                cfg-poison-method cfg-rp cfg-static conn-static isr-302 isr-404 isr-500 isr-60 isr-basic \
                isr-miss-throw isr-rev-slug meta-empty-sitemap meta-gs-0 meta-gs-0.xml meta-gs-1.xml meta-gs-two.xml \
                meta-manifest meta-og-real meta-og-slug meta-rev-sitemap meta-robots meta-sitemap meta-sitemap-head \
                reval-from-get reval-path reval-path-dyn reval-tag-static-fetch ts-18 ts-20 ts-meta-sitemap.xml",
        claims: cached::has_more,
    },
    Deviation {
        reason: "responses with a cookie and 5xx responses are never stored, and never replace a cached response",
        cases: "cache-head-s500 cache-head-setcookie cache-s500 isr-500",
        claims: cached::caches_only_successes,
    },
    Deviation {
        reason: "only GET and HEAD reach a cached GET, and its handler receives GET: others get 405 or 204 with Allow; in \
                 Next.js they get its body, or replace it with a 405, a 400 or a 500",
        cases: "cache-force-static cfg-poison-gsp cfg-poison-m-DELETE cfg-poison-m-OPTIONS cfg-poison-method \
                meta-sitemap-options",
        claims: cached::separates_methods,
    },
    Deviation {
        reason: "the times of a cached response are in two fields, so that browsers do not obey `stale-while-revalidate`; Next.js \
                 omits it after the first regeneration",
        cases: "cache-big cache-blob cache-cond-1 cache-cond-2 cache-cond-3 cache-cond-4 cache-cond-5 cache-cond-6 \
                cache-cond2-0 cache-cond2-1 cache-cond2-2 cache-cond2-4 cache-cond2-5 cache-cond2-6 \
                cache-force-static cache-fs-gsp cache-fs-slug cache-gsp-catch cache-gsp-only cache-gsp-opt \
                cache-gzip cache-gzip-binary cache-gzip-br cache-gzip-small cache-hdrs cache-head-binary \
                cache-head-hdrs cache-head-redir cache-head-s301 cache-notfound cache-redir cache-rev-pathname \
                cache-s404 cache-static-fetch-tag cache-stream cfg-mw-static cfg-poison-gsp cfg-poison-method cfg-rp \
                cfg-static conn-static isr-302 isr-404 isr-500 isr-60 isr-basic isr-miss-throw meta-gs-0 \
                reval-from-get reval-path reval-path-dyn reval-tag-static-fetch ts-18 ts-20",
        claims: cached::has_a_field_for_cdns,
    },
    Deviation {
        reason: "the constants of a file determine the caching of its GET; Next.js silently ignores them in files with a POST or an \
                 OPTIONS, and below `[slug]`",
        cases: "cache-options-beside cache-post-beside-rev isr-rev-slug",
        claims: cached::is_cached_as_declared,
    },
    Deviation {
        reason: "`dynamic_params = false` allows only listed params; Next.js silently ignores it in files with a POST",
        cases: "cache-gsp-post",
        claims: cached::allows_only_listed_params,
    },
    Deviation {
        reason: "paths with a trailing slash or the base path, and routes, can be invalidated, and an invalid target is an error; \
                 Next.js silently ignores them",
        cases: "cfg-rp reval-from-get reval-path reval-path-dyn reval-tag-long",
        claims: cached::invalidates_its_target,
    },
    Deviation {
        reason: "static metadata files are immutable for a year in Next.js 15, and those below `[slug]` are generated per request; \
                 here all are `public, max-age=0, must-revalidate` with ETag, as in 16, and generated once",
        cases: "meta-apple meta-dyn-sitemap meta-fd-sitemap meta-icon-svg meta-icon2 meta-og-real meta-og-slug \
                meta-og-static meta-tw-static",
        claims: metadata::is_cached_with_a_validator,
    },
    Deviation {
        reason: "the texts of a sitemap are escaped; Next.js does not escape them",
        cases: "meta-sitemap",
        claims: metadata::is_escaped,
    },
    Deviation {
        reason: "route groups are not part of URLs; Next.js adds a hash of the group to the URLs of its metadata files",
        cases: "meta-group-apple meta-group-opengraph",
        claims: metadata::is_without_hash,
    },
];
