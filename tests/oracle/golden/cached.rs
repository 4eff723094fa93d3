//! Differences in caching, in the terms of Next.js.

use crate::{
    case::{Body, Case},
    compare::Difference,
    exchange::{Exchange, header},
    paths::{find, path_of, query_of},
};
use serde_json::Value;

/// `HIT`, `STALE` or `MISS`; `None` where the response is not cached.
pub(crate) fn state(headers: &[(String, String)]) -> Option<&str> {
    let recorded = find(headers, "x-nextjs-cache");
    if !recorded.is_empty() {
        return Some(recorded);
    }
    let status = find(headers, "cache-status");
    let has = |word: &str| status.split("; ").any(|part| part == word);
    if has("hit") {
        let is_old = has("detail=swr") || has("detail=sie");
        return Some(if is_old { "STALE" } else { "HIT" });
    }
    has("stored").then_some("MISS")
}

/// The seconds between the build and a case: its period, if the case begins with a stale response.
pub(crate) fn after_the_build(case: &Case) -> f64 {
    let Some((_, recorded)) = case.exchanges().next() else {
        return 0.0;
    };
    let period = find(&recorded.headers, "cache-control")
        .strip_prefix("s-maxage=")
        .and_then(|rest| rest.split(',').next()?.parse().ok())
        .or_else(|| case.handler.values().find_map(|source| period(source)));
    match state(&recorded.headers) {
        Some("STALE") => period.unwrap_or_default(),
        _ => 0.0,
    }
}

/// The period that a file exports.
fn period(source: &str) -> Option<f64> {
    let (_, rest) = source.split_once("export const revalidate = ")?;
    rest.lines().next()?.parse().ok()
}

/// Cached responses have validators and an age, and support conditional and range requests.
pub(crate) fn has_more(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let more = ["age", "etag", "last-modified"].map(header);
    let sent = |names: &[&str]| {
        let headers = &exchange.request.headers;
        let mut names = names.iter();
        names.any(|wanted| {
            headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
        })
    };
    let is_conditional = match exchange.response.status {
        304 => sent(&["If-None-Match", "If-Modified-Since"]),
        206 | 416 => sent(&["Range"]),
        412 => sent(&["If-Match", "If-Unmodified-Since"]),
        _ => false,
    };
    let is_expected = match difference {
        Difference::Status | Difference::Body => true,
        // Such a response has no other headers, or `Content-Range`.
        Difference::Header(name) => {
            name == "content-range" || find(&exchange.response.headers, name).is_empty()
        }
    };
    state(&exchange.response.headers).is_some()
        && (more.contains(difference)
            || is_conditional && is_expected && matches!(exchange.recorded.status, 200..300))
}

/// Methods other than GET do not reach a cached GET, its handler or its cache entry, as they do in Next.js.
pub(crate) fn separates_methods(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let handler = exchange.case.handler.values();
    let sources: Vec<&String> = handler.filter(|it| it.contains("function GET")).collect();
    let exports = |method: &str| {
        let head = format!("function {method}");
        sources.iter().any(|source| source.contains(&head))
    };
    let (ours, theirs) = (exchange.response, exchange.recorded);
    match exchange.request.method.as_str() {
        "OPTIONS" => ours.status == 204 && ours.body.is_empty() && theirs.status != 204,
        "GET" | "HEAD" => {
            let is_poisoned = matches!(theirs.status, 400 | 405 | 500)
                || matches!(&theirs.body, Body::Text(text) if text.contains("method=HEAD"));
            ours.status == 200
                && state(&ours.headers).is_some()
                && state(&theirs.headers).is_some()
                && is_poisoned
        }
        method => !exports(method) && exchange.refuses_method() && state(&theirs.headers).is_some(),
    }
}

/// Responses with a cookie and failures are not cached, and do not replace a cached response.
pub(crate) fn caches_only_successes(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let (ours, theirs) = (exchange.response, exchange.recorded);
    let is_for_one = !find(&ours.headers, "set-cookie").is_empty() || ours.status == 500;
    if is_for_one {
        let expected = [header("cache-control"), header("x-nextjs-cache")];
        return expected.contains(difference)
            && state(&ours.headers).is_none()
            && find(&ours.headers, "cache-control").contains("no-store");
    }
    theirs.status == 500 && ours.status == 200 && state(&ours.headers) == Some("STALE")
}

/// The times of a cached response in two fields: one that browsers obey, and one for CDNs. In Next.js `stale-while-revalidate` is
/// missing after the first regeneration.
pub(crate) fn has_a_field_for_cdns(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let ours = &exchange.response.headers;
    let recorded = find(&exchange.recorded.headers, "cache-control");
    let Some(times) = recorded.strip_prefix("s-maxage=") else {
        return false;
    };
    let fresh = times.split(',').next().unwrap_or_default();
    let for_cdns = find(ours, "cdn-cache-control").strip_prefix("max-age=");
    let has_same_times = for_cdns.is_some_and(|ours| {
        let more = ours.strip_prefix(times);
        let stale = more.and_then(|more| more.strip_prefix(", stale-while-revalidate="));
        more == Some("") || times == fresh && stale.is_some_and(|it| it.parse::<u32>().is_ok())
    });
    [header("cache-control"), header("cdn-cache-control")].contains(difference)
        && state(ours).is_some()
        && find(ours, "cache-control") == format!("public, max-age=0, s-maxage={fresh}")
        && has_same_times
}

/// A GET with `revalidate` or static params is cached, although Next.js ignores them.
pub(crate) fn is_cached_as_declared(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let mut sources = exchange.case.handler.values();
    let is_declared = sources.any(|source| {
        let marks = [
            "export const revalidate = ",
            "'force-static'",
            "dynamicParams = false",
        ];
        marks.iter().any(|mark| source.contains(mark))
    });
    let expected = [
        header("cache-control"),
        header("cdn-cache-control"),
        header("x-nextjs-cache"),
        Difference::Body,
    ];
    is_declared
        && expected.contains(difference)
        && state(&exchange.recorded.headers).is_none()
        && state(&exchange.response.headers).is_some()
}

/// Values that `generateStaticParams` does not list are not found, although Next.js ignores the constant.
pub(crate) fn allows_only_listed_params(exchange: &Exchange<'_>, _: &Difference) -> bool {
    let mut sources = exchange.case.handler.values();
    let path = path_of(&exchange.request.path);
    let value = path.rsplit('/').next().unwrap_or_default();
    exchange.recorded.status == 200
        && state(&exchange.recorded.headers).is_none()
        && exchange.response.status == 404
        && exchange.is_line_of_text()
        && sources.any(|source| {
            source.contains("dynamicParams = false")
                && source.contains("generateStaticParams")
                && !source.contains(&format!("'{value}'"))
        })
}

/// An invalidation is effective, also of a path with the base path, or an error if its target is no path or the pattern of a route.
pub(crate) fn invalidates_its_target(exchange: &Exchange<'_>, difference: &Difference) -> bool {
    let mut sources = exchange.case.handler.values();
    if !sources.any(|source| source.contains("revalidatePath(")) {
        return false;
    }
    if exchange.response.status == 500 {
        let query = query_of(&exchange.request.path);
        let is_refused = query.len() > 256 || query.contains(['?', '[']);
        return is_refused && exchange.recorded.status == 200;
    }
    let expected = [header("x-nextjs-cache"), Difference::Body];
    let runs = |body: Option<Value>| body.and_then(|body| body["n"].as_u64());
    // `n1 true`: the run, and whether it was at build time. Runs after the build are counted from 1 again.
    let plain = |body: &[u8]| {
        let text = str::from_utf8(body).ok()?;
        let (run, at_build) = text.strip_prefix('n')?.split_once(' ')?;
        Some((at_build == "false", run.parse::<u64>().ok()?))
    };
    let recorded = match &exchange.recorded.body {
        Body::Text(text) => plain(text.as_bytes()),
        _ => None,
    };
    let is_later_run = match recorded {
        Some(recorded) => plain(&exchange.response.body) > Some(recorded),
        None => runs(exchange.json()) > runs(exchange.recorded_json()),
    };
    expected.contains(difference) && is_later_run
}
