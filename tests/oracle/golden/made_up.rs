//! Made-up responses next to the reasons of the table of deviations: each is reported.

mod javascript;

use crate::{
    case::{self, Step},
    compare::differences,
    exchange::Exchange,
    report::unclaimed,
    wire::Response,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Returns `true` if the table explains all differences between the recorded and our response.
fn is_explained(files: &Value, request: &Value, recorded: &Value, ours: &Value) -> bool {
    let row = json!({
        "id": "made-up", "area": "made-up", "app": "main", "handler": files,
        "request": request, "response": recorded,
    });
    let cases = case::read(&row.to_string()).unwrap();
    let Step::Exchange(request, recorded) = &cases[0].steps[0] else {
        panic!("expected one exchange");
    };
    let headers = ours["headers"].as_object().into_iter().flatten();
    let response = Response {
        status: u16::try_from(ours["status"].as_u64().unwrap()).unwrap(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        body: ours["body"].as_str().unwrap_or_default().into(),
        is_incomplete: false,
    };
    let exchange = Exchange {
        case: &cases[0],
        request,
        recorded,
        response: &response,
    };
    let found = differences(&cases[0], recorded, &response);
    assert!(!found.is_empty(), "the responses are equal");
    unclaimed(&exchange, &found, &mut BTreeSet::new()).is_empty()
}

fn file(source: &str) -> Value {
    json!({ "app/a/route.js": source })
}

fn get(headers: &Value) -> Value {
    json!({ "method": "GET", "path": "/a", "headers": headers, "body": null })
}

/// An error of the router.
fn line_of_text(status: u16, body: &str) -> Value {
    let headers = json!({ "content-type": "text/plain; charset=utf-8", "vary": "accept" });
    json!({ "status": status, "headers": headers, "body": body })
}

#[test]
fn malformed_json_is_not_a_byte_order_mark() {
    let files =
        file("export async function POST(r) { return Response.json(await request.json()) }");
    let post = |body: &str| json!({ "method": "POST", "path": "/a", "headers": {}, "body": body });
    let ours = json!({ "status": 400, "body": "Failed to parse the request body as JSON" });
    let failed = json!({ "status": 500, "headers": {}, "body": "" });
    let read = json!({ "status": 200, "headers": {}, "body": "{\"a\":1}" });
    assert!(is_explained(&files, &post("{a:1}"), &failed, &ours));
    assert!(!is_explained(
        &files,
        &post("\u{feff}{\"a\":1}"),
        &read,
        &ours
    ));
    assert!(!is_explained(
        &files,
        &post("\u{feff}{\"a\":1}"),
        &failed,
        &ours
    ));
    assert!(!is_explained(&files, &post("{a:1}"), &read, &ours));
    assert!(!is_explained(&files, &post("{\"a\":1}"), &failed, &ours));
}

#[test]
fn a_missing_response_is_not_cached_as_declared() {
    let handler = "export async function GET() {}";
    let params =
        format!("export function generateStaticParams() {{ return [{{ slug: 'a' }}] }}\n{handler}");
    let closed = format!("export const dynamicParams = false\n{params}");
    let request =
        |path: &str| json!({ "method": "GET", "path": path, "headers": {}, "body": null });
    let recorded = json!({ "status": 200, "headers": {}, "body": "x" });
    let missing = line_of_text(404, "404 Not Found\n");
    assert!(is_explained(
        &file(&closed),
        &request("/c/zz"),
        &recorded,
        &missing
    ));
    assert!(!is_explained(
        &file(&closed),
        &request("/c/a"),
        &recorded,
        &missing
    ));
    for source in [
        "export const revalidate = 60",
        "export const dynamic = 'force-static'",
        "export const dynamicParams = false",
    ] {
        let source = &format!("{source}\n{handler}");
        assert!(!is_explained(
            &file(source),
            &request("/c/zz"),
            &recorded,
            &missing
        ));
    }
}

#[test]
fn the_two_fields_have_the_times_of_the_recorded_one() {
    let files = file("export const revalidate = 60");
    let recorded = |value: &str| {
        let headers = json!({ "cache-control": value, "x-nextjs-cache": "HIT" });
        json!({ "status": 200, "headers": headers, "body": "x" })
    };
    let ours = |shared: &str, for_cdns: &str| {
        let headers = json!({
            "cache-control": shared, "cdn-cache-control": for_cdns,
            "cache-status": "rcache; hit; ttl=9",
        });
        json!({ "status": 200, "headers": headers, "body": "x" })
    };
    let (times, shared) = (
        "s-maxage=60, stale-while-revalidate=40",
        "public, max-age=0, s-maxage=60",
    );
    let explained = |recorded_value: &str, shared: &str, for_cdns: &str| {
        let (recorded, ours) = (recorded(recorded_value), ours(shared, for_cdns));
        is_explained(&files, &get(&json!({})), &recorded, &ours)
    };
    let for_cdns = "max-age=60, stale-while-revalidate=40";
    assert!(explained(times, shared, for_cdns));
    assert!(explained("s-maxage=60", shared, for_cdns));
    assert!(explained("s-maxage=60", shared, "max-age=60"));
    for (recorded, shared, for_cdns) in [
        (times, shared, "max-age=60"),
        (times, shared, "max-age=60, stale-while-revalidate=4"),
        (times, shared, ""),
        (times, "public, max-age=0, s-maxage=6", for_cdns),
        (times, "public, max-age=60", for_cdns),
        (times, times, for_cdns),
        ("s-maxage=60", shared, "max-age=6"),
        ("s-maxage=60", shared, "max-age=60, no-store"),
        ("max-age=5", shared, for_cdns),
        ("max-age=5", "max-age=5", for_cdns),
    ] {
        assert!(
            !explained(recorded, shared, for_cdns),
            "{shared} {for_cdns}"
        );
    }
}

#[test]
fn a_conditional_response_has_no_other_headers() {
    let files = file("export const dynamic = 'force-static'");
    let headers = json!({ "x-nextjs-cache": "HIT", "x-own": "1" });
    let recorded = json!({ "status": 200, "headers": headers, "body": "x" });
    let ours = |status: u16, more: &str| {
        let headers = json!({ "cache-status": "rcache; hit", "etag": "\"x\"", more: "2" });
        json!({ "status": status, "headers": headers })
    };
    let request = get(&json!({ "if-none-match": "\"x\"" }));
    assert!(is_explained(&files, &request, &recorded, &ours(304, "age")));
    assert!(!is_explained(
        &files,
        &request,
        &recorded,
        &ours(304, "x-other")
    ));
    assert!(!is_explained(
        &files,
        &request,
        &recorded,
        &ours(412, "age")
    ));
    assert!(!is_explained(
        &files,
        &get(&json!({})),
        &recorded,
        &ours(304, "age")
    ));
    let failed = json!({ "status": 500, "headers": headers, "body": "x" });
    assert!(!is_explained(&files, &request, &failed, &ours(304, "age")));
}

#[test]
fn a_refused_method_is_not_allowed() {
    let files = file("export function GET() {}");
    let request =
        |method: &str| json!({ "method": method, "path": "/a", "headers": {}, "body": null });
    let ours = |allow: &str| {
        json!({
            "status": 405,
            "headers": { "allow": allow, "content-type": "text/plain; charset=utf-8", "vary": "accept" },
            "body": "405 Method Not Allowed\n",
        })
    };
    let recorded = json!({ "status": 405, "headers": {}, "body": "" });
    assert!(is_explained(
        &files,
        &request("PUT"),
        &recorded,
        &ours("GET, HEAD, OPTIONS")
    ));
    for allow in [
        "GET, HEAD, OPTIONS, PUT",
        "OPTIONS, GET, HEAD",
        "GET, HEAD",
        "GET, OPTIONS, QUERY",
    ] {
        assert!(
            !is_explained(&files, &request("PUT"), &recorded, &ours(allow)),
            "{allow}"
        );
    }
    let found = json!({ "status": 200, "headers": {}, "body": "x" });
    assert!(!is_explained(
        &files,
        &request("QUERY"),
        &found,
        &ours("GET, HEAD, OPTIONS")
    ));
}

#[test]
fn cookies_differ_only_as_the_reasons_say() {
    let with = |body: &str| json!({ "status": 200, "headers": {}, "body": body });
    let failed = line_of_text(500, "500 Internal Server Error\n");
    let request = get(&json!({}));
    let name = file("c.set('bad name;', 'v')");
    let site = file("c.set('x', 'v', { sameSite: 'bogus' })");
    assert!(is_explained(&name, &request, &with("ok"), &failed));
    assert!(!is_explained(&site, &request, &with("ok"), &failed));

    let deleted = file("c.delete('a'); return Response.json(c.getAll())");
    let theirs = with(r#"[{"name":"a","value":"","path":"/"},{"name":"b","value":"2"}]"#);
    let ours = |body: &str| json!({ "status": 200, "body": body });
    let rest = ours(r#"[{"name":"b","value":"2"}]"#);
    assert!(is_explained(&deleted, &request, &theirs, &rest));
    for body in ["[]", r#"[{"name":"b","value":"3"}]"#, "x"] {
        assert!(
            !is_explained(&deleted, &request, &theirs, &ours(body)),
            "{body}"
        );
    }
}

#[test]
fn special_folders_do_not_explain_another_response() {
    let files = json!({ "app/a/@side/route.js": "" });
    let recorded = json!({ "status": 200, "headers": {}, "body": "x" });
    let request = get(&json!({}));
    assert!(is_explained(
        &files,
        &request,
        &recorded,
        &json!({ "status": 404 })
    ));
    for status in [200, 500] {
        let ours = json!({ "status": status, "body": "y" });
        assert!(!is_explained(&files, &request, &recorded, &ours));
    }
}

#[test]
fn reasons_about_requests_need_their_request() {
    let files = file("export function GET() {}");
    let request =
        |path: &str| json!({ "method": "GET", "path": path, "headers": {}, "body": null });
    let (ok, refused) = (
        json!({ "status": 200, "headers": {}, "body": "x" }),
        json!({ "status": 400 }),
    );
    assert!(is_explained(&files, &request("/a?\"b\""), &ok, &refused));
    assert!(!is_explained(&files, &request("/a?b"), &ok, &refused));
    assert!(!is_explained(&files, &request("/a?\u{e9}"), &ok, &refused));
    let too_large = json!({ "status": 431, "headers": {}, "body": "" });
    let ours = json!({ "status": 200, "body": "x" });
    let long = format!("/a?{}", "b".repeat(17_000));
    assert!(is_explained(&files, &request(&long), &too_large, &ours));
    assert!(!is_explained(&files, &request("/a?b"), &too_large, &ours));
    let absolute = "http://other.example/u";
    assert!(!is_explained(
        &files,
        &request(absolute),
        &ok,
        &json!({ "status": 200, "body": "y" })
    ));
}

#[test]
fn concurrent_steps_are_read() {
    let exchange = json!({
        "request": { "method": "GET", "path": "/a", "headers": {}, "body": null },
        "response": { "status": 200, "headers": {}, "body": "1" },
    });
    let mut several = exchange.clone();
    several["concurrent"] = json!(3);
    let mut each = several.clone();
    each["responses"] = json!([exchange["response"], exchange["response"]]);
    for (step, count) in [
        (json!({ "concurrent": [exchange, exchange] }), 2),
        (several, 3),
        (each, 2),
    ] {
        let row = json!({
            "id": "made-up", "area": "made-up", "app": "main", "handler": {}, "steps": [step],
        });
        let cases = case::read(&row.to_string()).unwrap();
        assert!(matches!(&cases[0].steps[..], [Step::Concurrent(_)]));
        assert_eq!(cases[0].exchanges().count(), count);
    }
}

#[test]
fn only_an_error_of_the_router_is_a_line_of_text() {
    let files = file("export function GET() { notFound() }");
    let recorded = json!({ "status": 404, "headers": {}, "body": "" });
    let ours = |vary: &str, body: &str| {
        json!({
            "status": 404,
            "headers": { "content-type": "text/plain; charset=utf-8", "vary": vary },
            "body": body,
        })
    };
    let is_explained =
        |vary, body| is_explained(&files, &get(&json!({})), &recorded, &ours(vary, body));
    assert!(is_explained("accept", "404 Not Found\n"));
    for (vary, body) in [
        ("accept", "404 Not Found\nmore\n"),
        ("accept", "405 Method Not Allowed\n"),
        ("accept", "not here"),
        ("accept", ""),
        ("cookie", "404 Not Found\n"),
    ] {
        assert!(!is_explained(vary, body), "{vary} {body}");
    }
}
