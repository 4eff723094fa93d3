//! Responses next to the reasons that concern JavaScript and cookies.

use super::{file, get, is_explained};
use serde_json::{Value, json};

#[test]
fn a_status_is_rejected_only_if_javascript_has_no_response_for_it() {
    let request = get(&json!({}));
    let failed = json!({ "status": 500, "headers": {}, "body": "" });
    let explained = |written: &str, status: u16| {
        let files = file(&format!(
            "export function GET() {{ return new Response(null, {{ status: {written} }}) }}"
        ));
        let ours = json!({ "status": status });
        is_explained(&files, &request, &failed, &ours)
    };
    for status in [101, 204, 600, 999] {
        assert!(explained(&status.to_string(), status), "{status}");
    }
    for (written, status) in [
        ("200", 200),
        ("404", 404),
        ("2040", 204),
        ("600", 200),
        ("x", 204),
    ] {
        assert!(!explained(written, status), "{written} {status}");
    }
    let other = json!({ "status": 200, "headers": {}, "body": "" });
    let files = file("new Response(null, { status: 204 })");
    assert!(!is_explained(
        &files,
        &request,
        &other,
        &json!({ "status": 204 })
    ));
}

#[test]
fn header_bytes_are_those_of_the_handler() {
    let request = get(&json!({}));
    let failed = json!({ "status": 500, "headers": {}, "body": "" });
    // Bytes, as the client reads them.
    let (day, e_acute) = ("\u{e6}\u{97}\u{a5}", "\u{c3}\u{a9}");
    let explained = |source: &str, status: u16, value: &str| {
        let ours = json!({ "status": status, "headers": { "x-l": value } });
        let source = format!("export function GET() {{ {source} }}");
        is_explained(&file(&source), &request, &failed, &ours)
    };
    assert!(explained("'\\u65e5'", 200, day));
    assert!(explained("'日'", 200, day));
    for (source, status, value) in [
        ("'\\u65e5'", 500, day),
        ("'\\u65e5'", 404, day),
        ("'\\u65e6'", 200, day),
        ("'é'", 200, e_acute),
        ("'\\u65e5'", 200, "\u{e6}\u{97}"),
        ("'\\u65e5'", 200, "x"),
    ] {
        assert!(
            !explained(source, status, value),
            "{source} {status} {value}"
        );
    }
}

#[test]
fn only_one_name_is_lost_in_javascript() {
    let files = file("export function GET() {}");
    let body = |entries: Value, search: &str| {
        let body = json!({ "entries": entries, "search": search });
        json!({ "status": 200, "headers": {}, "body": body.to_string() })
    };
    let request =
        |path: &str| json!({ "method": "GET", "path": path, "headers": {}, "body": null });
    let theirs = body(json!([["a", "2"]]), "?a=2");
    let ours = body(json!([["__proto__", "1"], ["a", "2"]]), "?__proto__=1&a=2");
    let sent = request("/a?__proto__=1&a=2");
    assert!(is_explained(&files, &sent, &theirs, &ours));
    for ours in [
        body(json!([["__proto__", "1"], ["a", "3"]]), "?__proto__=1&a=2"),
        body(json!([["__proto__", "1"], ["a", "2"]]), "?__proto__=1&a=3"),
        body(json!([["__proto__", "1"]]), "?__proto__=1&a=2"),
        json!({ "status": 200, "body": "x" }),
    ] {
        assert!(!is_explained(&files, &sent, &theirs, &ours), "{ours}");
    }
    assert!(!is_explained(&files, &request("/a?a=2"), &theirs, &ours));
}

#[test]
fn only_odd_pairs_of_cookies_are_ignored() {
    let files = file("export function GET() {}");
    let cookie = |name: &str, value: &str| json!({ "name": name, "value": value });
    let body = |get: &Value, all: &Value| {
        let body = json!({ "get": get, "all": all, "req": all });
        json!({ "status": 200, "headers": {}, "body": body.to_string() })
    };
    let (a, b) = (cookie("a", "1"), cookie("b", "true"));
    let theirs = body(&a, &json!([a, b]));
    let explained = |cookies: &str, ours: &Value| {
        is_explained(&files, &get(&json!({ "cookie": cookies })), &theirs, ours)
    };
    let ours = body(&a, &json!([a]));
    for cookies in ["a=1; b", "a=1; =v", " a = 1 ", "a=1; b=\u{e9}"] {
        assert!(explained(cookies, &ours), "{cookies}");
    }
    assert!(!explained("a=1; b=true", &ours));
    for ours in [
        body(&json!(null), &json!([])),
        body(&a, &json!([cookie("a", "2")])),
        body(&cookie("a", "2"), &json!([a])),
        body(&a, &json!([a, cookie("c", "3")])),
        json!({ "status": 200, "body": "x" }),
    ] {
        assert!(!explained("a=1; b", &ours), "{ours}");
    }
}
