//! Intended differences from the recorded responses.
//!
//! A row claims differences by a rule, so that it also holds for other recordings of the same application. It lists the
//! cases of the copied recording that it covers: exactly those, or the test fails.

use crate::{
    cached,
    compare::Difference,
    exchange::{Deviation, METHODS, header},
    metadata,
    paths::{decoded, find, is_refused, path_of, query_of},
};
use serde_json::Value;

pub(crate) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        reason: "a method that is not exported: Next.js sends 405 without Allow (a page: with a text), we send an empty \
                 405 with a sorted Allow",
        cases: "cache-force-static cache-options-beside cfg-mw-405 cfg-poison-gsp \
                cfg-poison-m-DELETE meta-sitemap-post method-405-PATCH method-405-POST \
                method-405-PUT method-alias-DELETE method-gpd-put method-head-only-get \
                method-page-DELETE method-page-PUT method-post-only-get method-post-only-head \
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
        claims: |exchange, _| !exchange.has_known_method() && exchange.refuses_method(),
    },
    Deviation {
        reason: "a redirect: Next.js sends a body and a Refresh header beside the Location, we do not",
        cases: "cfg-dbl cfg-redirect-00 cfg-redirect-01 cfg-redirect-02 cfg-redirect-03 \
                cfg-redirect-06 cfg-redirect-07 cfg-redirect-08 cfg-redirect-09 cfg-redirect-post \
                cfg-root-slash encall-03 path-00 path-01 path-02 path-04 path-05 path-08 path-09 path-20 \
                path-22 path-23 path-24 path-25 path-27 path-slash-dbl-post path-slash-head \
                path-slash-options path-slash-post ts-00 ts-02 ts-04 ts-05 ts-08 ts-11 ts-19 \
                ts-23 ts-head ts-meta-og-opengraph-image ts-meta-robots.txt-slash \
                ts-meta-sitemap.xml-slash ts-options ts-post",
        claims: |exchange, difference| {
            exchange.both_redirect()
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
        reason: "a redirect leaves the query as it came; Next.js parses it and writes it again",
        cases: "path-09",
        claims: |exchange, difference| {
            exchange.both_redirect()
                && *difference == header("location")
                && path_of(exchange.location()) == path_of(exchange.recorded_location())
                && query_of(exchange.location()) == query_of(&exchange.request.path)
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
        reason: "an escape that a static segment need not have: misses the segment in Next.js, redirected to the plain \
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
        claims: |exchange, _| {
            let special = |folder: &str| folder.starts_with('@') || folder.starts_with("(.");
            exchange
                .case
                .handler
                .keys()
                .any(|file| file.split('/').any(special))
        },
    },
    Deviation {
        reason: "a route file without a handler does not compile; Next.js builds it",
        cases: "method-lower-GET method-lower-OPTIONS method-lower-POST method-none-GET \
                method-none-HEAD method-none-OPTIONS method-notfn",
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
        reason: "a status that the JavaScript `Response` refuses to hold, so that Next.js sends 500: ours goes out as \
                 the handler set it",
        cases: "cache-s204 status-s101 status-s204body status-s600",
        claims: |exchange, _| {
            let status = format!("status: {}", exchange.response.status);
            exchange.recorded.status == 500
                && exchange.response.status != 500
                && exchange
                    .case
                    .handler
                    .values()
                    .any(|source| source.contains(&status))
        },
    },
    Deviation {
        reason: "Next.js hands out its URL as a browser would write it; axum's `Uri` is what was sent, \
                 and a cached handler's the one spelling of its key",
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
        reason: "Node.js refuses more than 16 KiB of headers, hyper does not",
        cases: "headers-large path-long-17k",
        claims: |exchange, _| exchange.recorded.status == 431 && exchange.response.status == 200,
    },
    Deviation {
        reason: "the absolute form of a request target names its path (RFC 9112, section 3.2.2); Next.js takes all of it \
                 for a path",
        cases: "http-absolute-form",
        claims: |exchange, _| {
            exchange.request.path.starts_with("http://") && exchange.response.status == 200
        },
    },
    Deviation {
        reason: "bytes that no URI may hold unescaped: Node.js refuses those beyond ASCII, hyper some of the others",
        cases: "enc-07 query-24 query-25 query-26",
        claims: |exchange, _| {
            let path = &exchange.request.path;
            match exchange.response.status {
                400 => path.contains(['"', '<', '>', '`']),
                _ => exchange.recorded.status == 400 && !path.is_ascii(),
            }
        },
    },
    Deviation {
        reason: "a header value is bytes and goes out as such; the JavaScript `Headers` refuses text beyond Latin-1, so \
                 that Next.js sends 500",
        cases: "headers-nonlatin",
        claims: |exchange, _| {
            exchange.recorded.status == 500
                && exchange
                    .response
                    .headers
                    .iter()
                    .any(|(_, value)| !value.is_ascii())
        },
    },
    Deviation {
        reason: "request headers reach a handler as they were sent: none is added, none is taken away",
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
        reason: "no response header is reserved: Next.js takes `x-middleware-set-cookie` for its own",
        cases: "headers-internal",
        claims: |_, difference| *difference == header("x-middleware-set-cookie"),
    },
    Deviation {
        reason: "a query named `__proto__` is lost in JavaScript's objects",
        cases: "query-30",
        claims: |exchange, difference| {
            *difference == Difference::Body
                && query_of(&exchange.request.path).contains("__proto__")
        },
    },
    Deviation {
        reason: "Next.js compresses pages and what its middleware answers, and says so in Vary; here a layer does, where \
                 one is asked for",
        cases: "cfg-mw-block-post cfg-mw-json",
        claims: |exchange, difference| {
            *difference == header("vary")
                && find(&exchange.recorded.headers, "vary") == "Accept-Encoding"
                && find(&exchange.response.headers, "vary").is_empty()
        },
    },
    Deviation {
        reason: "a body above the limit: 413 here; Next.js has none, or cuts it at 10 MiB behind a middleware without a \
                 word",
        cases: "cfg-mw-post-12mb",
        claims: |exchange, _| {
            let body = exchange.request.body.as_ref().map_or(0, Vec::len);
            exchange.response.status == 413 && body > 2 << 20
        },
    },
    Deviation {
        reason: "cookies are typed: no bogus SameSite, no Priority, which no standard has; a name that no cookie can have is a 500",
        cases: "cookie-set cookie-set-bad cookie-set-badss",
        claims: |exchange, difference| {
            let marks = [
                "priority:",
                "sameSite: true",
                "sameSite: 'bogus'",
                "set('bad name;'",
            ];
            let is_refused = exchange.response.status == 500;
            exchange.handler_says(&marks) && (*difference == header("set-cookie") || is_refused)
        },
    },
    Deviation {
        reason: "cookies reach every answer that a handler returns; Next.js drops them from a 404, 403, 401 and 500",
        cases: "cfg-forbidden cookie-then-notfound cookie-then-throw",
        claims: |exchange, difference| {
            *difference == header("set-cookie")
                && exchange.handler_says(&["(await cookies()).set("])
                && find(&exchange.recorded.headers, "set-cookie").is_empty()
                && matches!(exchange.response.status, 401 | 403 | 404 | 500)
        },
    },
    Deviation {
        reason: "what no browser sends is no cookie: a name without `=` or without a letter, white space around it, bytes that are \
                 not UTF-8",
        cases: "cookie-read-06 cookie-read-07 cookie-read-09 cookie-read-12",
        claims: |exchange, difference| {
            let mut sent = exchange.request.headers.iter();
            let is_odd = |pair: &str| match pair.trim_start().split_once('=') {
                Some((name, value)) => {
                    name.is_empty() || name != name.trim() || value != value.trim()
                }
                None => !pair.trim().is_empty(),
            };
            *difference == Difference::Body
                && sent.any(|(name, value)| {
                    let is_cookie = name.eq_ignore_ascii_case("cookie");
                    is_cookie && (!value.is_ascii() || value.split(';').any(is_odd))
                })
        },
    },
    Deviation {
        reason: "a cookie that the handler deleted is gone for it, too; Next.js shows it with an empty value",
        cases: "cookie-delete cookie-setthendelete",
        claims: |exchange, difference| {
            *difference == Difference::Body && exchange.handler_says(&["c.delete("])
        },
    },
    Deviation {
        reason: "a redirect may name a relative target (RFC 9110, section 10.2.2); the JavaScript objects insist on an absolute one",
        cases: "nav-nr-redirect-rel nav-response-redirect-rel",
        claims: |exchange, _| {
            exchange.recorded.status == 500
                && exchange.location().starts_with('/')
                && exchange.handler_says(&["Response.redirect('/"])
        },
    },
    Deviation {
        reason: "malformed or empty JSON: 500 in Next.js, which lets bytes pass that are not UTF-8; axum's 400 here",
        cases: "body-json-badutf8 body-json-empty body-json-malformed",
        claims: |exchange, _| {
            let body = exchange.request.body.as_deref().unwrap_or_default();
            exchange.response.status == 400
                && exchange.handler_says(&["request.json()"])
                && serde_json::from_slice::<Value>(body).is_err()
        },
    },
    Deviation {
        reason: "framing: beside `Transfer-Encoding` hyper lets no `Content-Length` count (RFC 9112, section 6.3), and a malformed \
                 chunk is found by who reads the body; Node.js answers both itself, with an empty 400",
        cases: "body-bad-chunk body-cl-te",
        claims: |exchange, _| {
            let mut sent = exchange.request.headers.iter();
            let is_chunked = sent.any(|(name, _)| name.eq_ignore_ascii_case("transfer-encoding"));
            is_chunked
                && exchange.recorded.status == 400
                && matches!(exchange.response.status, 200 | 400)
        },
    },
    Deviation {
        reason: "a cached response has ETag, Last-Modified and Age, and answers conditional and range requests; in Next.js \
                 it has none",
        cases: "cache-big cache-blob cache-cc cache-cond-1 cache-cond-2 cache-cond-3 \
                cache-cond-4 cache-cond-5 cache-cond-6 cache-cond2-0 cache-cond2-1 cache-cond2-2 \
                cache-cond2-4 cache-cond2-5 cache-cond2-6 cache-cond2-7 cache-force-static \
                cache-fs-gsp cache-fs-slug cache-gsp-catch cache-gsp-only cache-gsp-opt \
                cache-gzip cache-gzip-binary cache-gzip-br cache-gzip-small cache-hdrs \
                cache-head-binary cache-head-cc cache-head-hdrs cache-head-redir cache-head-s301 \
                cache-notfound cache-options-beside cache-post-beside-rev cache-redir \
                cache-rev-pathname cache-s404 cache-static-fetch-tag cache-stream cfg-mw-static cfg-poison-gsp \
                cfg-poison-m-DELETE cfg-poison-method cfg-rp cfg-static conn-static isr-302 isr-404 isr-500 \
                isr-60 isr-basic isr-miss-throw isr-rev-slug meta-empty-sitemap meta-gs-0 \
                meta-gs-0.xml meta-gs-1.xml meta-gs-two.xml meta-manifest meta-og-real \
                meta-og-slug meta-rev-sitemap meta-robots meta-sitemap meta-sitemap-head \
                reval-from-get reval-path reval-path-dyn reval-tag-static-fetch ts-18 ts-20 ts-meta-sitemap.xml",
        claims: cached::has_more,
    },
    Deviation {
        reason: "an answer with a cookie and a 5xx are never stored, nor put in the place of a good answer",
        cases: "cache-head-s500 cache-head-setcookie cache-s500 isr-500",
        claims: cached::keeps_the_good,
    },
    Deviation {
        reason: "only GET and HEAD reach a cached GET, and its handler sees GET: others get 405 or 204 with Allow; in \
                 Next.js they get its body, or leave a 405, a 400 or a 500 in its place",
        cases: "cache-force-static cfg-poison-gsp cfg-poison-m-DELETE cfg-poison-m-OPTIONS \
                cfg-poison-method meta-sitemap-options",
        claims: cached::keeps_methods_apart,
    },
    Deviation {
        reason: "`stale-while-revalidate` stays after the first regeneration; Next.js loses it",
        cases: "cache-rev-pathname cfg-poison-method isr-302 isr-404 isr-500 isr-basic isr-miss-throw",
        claims: cached::says_how_long,
    },
    Deviation {
        reason: "a GET is cached as its constants say, and only known params are answered; beside a POST or an OPTIONS, and \
                 below `[slug]`, Next.js ignores them without a word",
        cases: "cache-gsp-post cache-options-beside cache-post-beside-rev isr-rev-slug",
        claims: cached::is_cached_as_declared,
    },
    Deviation {
        reason: "an invalidation of a path with a slash at its end, or of a route, reaches it, and one that names nothing \
                 is an error; Next.js ignores them without a word",
        cases: "reval-from-get reval-path reval-path-dyn reval-tag-long",
        claims: cached::names_what_it_means,
    },
    Deviation {
        reason: "metadata files are immutable for a year in Next.js 15 if they are sent as they are, and made per request below \
                 `[slug]`; here all are `public, max-age=0, must-revalidate` with ETag, as in 16, and made once",
        cases: "meta-apple meta-dyn-sitemap meta-fd-sitemap meta-icon-svg meta-icon2 \
                meta-og-real meta-og-slug meta-og-static meta-tw-static",
        claims: metadata::is_kept_with_a_validator,
    },
    Deviation {
        reason: "the texts of a sitemap are escaped; Next.js writes them as they are",
        cases: "meta-sitemap",
        claims: metadata::is_escaped,
    },
    Deviation {
        reason: "a route group is in no URL: Next.js adds a hash of it to those of its metadata files",
        cases: "meta-group-apple meta-group-opengraph",
        claims: metadata::is_without_hash,
    },
];
