use super::{Condition, HeaderRule, Redirect, RuleRequest, Rules, apply_headers};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use proptest::prelude::*;

fn with_request<T>(
    target: &str,
    headers: &[(&str, &str)],
    run: impl FnOnce(RuleRequest<'_>) -> T,
) -> T {
    let uri: Uri = target.parse().unwrap();
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(
            HeaderName::try_from(*name).unwrap(),
            HeaderValue::try_from(*value).unwrap(),
        );
    }
    run(RuleRequest {
        path: Some(uri.path()),
        full_path: uri.path(),
        uri: &uri,
        headers: &map,
    })
}

fn location(rule: Redirect, target: &str, headers: &[(&str, &str)]) -> Option<String> {
    let mut rules = Rules::default();
    rules.add_redirects([rule]).unwrap();
    with_request(target, headers, |request| rules.redirect(request)).map(|target| target.location)
}

#[test]
fn sources_and_destinations() {
    for (source, destination, target, expected) in [
        ("/old/:slug", "/new/:slug", "/old/a", Some("/new/a")),
        ("/old/:slug", "/new/:slug", "/old/a?x=1", Some("/new/a?x=1")),
        ("/old/:slug", "/new/:slug", "/old/a%20b", Some("/new/a%20b")),
        ("/old/:slug", "/new/:slug", "/OLD/A", Some("/new/A")),
        ("/old/:slug", "/new/:slug", "/old/a/b", None),
        ("/cafe\u{301}", "/new", "/caf%C3%A9", Some("/new")),
        (
            "/e\u{301}-:slug(a\u{308}|b)",
            "/:slug",
            "/%C3%A9-b",
            Some("/b"),
        ),
        ("/old/:slug", "/new/:slug", "/old", None),
        ("/old/:slug", "/new/:slug", "/older/a", None),
        ("/a/:p*", "/b/:p*", "/a", Some("/b")),
        ("/a/:p*", "/b/:p*", "/a/x/y%2Fz", Some("/b/x/y%2Fz")),
        ("/a/:p+", "/b/:p+", "/a", None),
        ("/a/:p+", "/b/:p+", "/a/x/y", Some("/b/x/y")),
        ("/a/:p?", "/b/:p", "/a", Some("/b")),
        ("/a/:p?", "/b/:p", "/a/x", Some("/b/x")),
        ("/re/:id(\\d+)", "/new/:id", "/re/12", Some("/new/12")),
        ("/re/:id(\\d+)", "/new/:id", "/re/x", None),
        ("/re/:id(a|b)", "/new/:id", "/re/b", Some("/new/b")),
        (
            "/:y(\\d{4})-:m(\\d\\d)",
            "/:m/:y",
            "/2024-05",
            Some("/05/2024"),
        ),
        ("/f/:n{.:ext}?", "/g/:ext/:n", "/f/a.png", Some("/g/png/a")),
        ("/f{/x}?/end", "/end", "/f/x/end", Some("/end")),
        ("/f{/x}?/end", "/end", "/f/end", Some("/end")),
        ("/any/(.*)", "/none", "/any/where/else", Some("/none")),
        ("/a\\:b", "/c", "/a:b", Some("/c")),
        ("/caf\u{e9}/:x", "/tea/:x", "/caf%c3%a9/1", Some("/tea/1")),
        ("/a.b", "/c", "/aXb", None),
        (
            "/ext",
            "https://e.org/x?y=1",
            "/ext?z=2",
            Some("https://e.org/x?z=2&y=1"),
        ),
        (
            "/ext",
            "https://e.org/x?y=1",
            "/ext?y=2&z",
            Some("https://e.org/x?z&y=1"),
        ),
        ("/ext", "https://e.org", "/ext", Some("https://e.org")),
        (
            "/p/:t",
            "https://:t.e.org/#:t",
            "/p/a.b%2F",
            Some("https://a.b%2F.e.org/#a.b%2F"),
        ),
        (
            "/p/:t",
            "https://e.org:8080/:t",
            "/p/x",
            Some("https://e.org:8080/x"),
        ),
        (
            "/p/:t",
            "/q?t=:t",
            "/p/a%26b&c=d",
            Some("/q?t=a%26b%26c%3Dd"),
        ),
        ("/p/:t", "/q?t=:t#top", "/p/1?u=2", Some("/q?u=2&t=1#top")),
        ("/p/:t*", "/:t*", "/p", Some("/")),
        (
            "/p:t(.*)",
            "/:t*",
            "/p//evil.example",
            Some("/evil.example"),
        ),
    ] {
        let found = location(Redirect::temporary(source, destination), target, &[]);
        assert_eq!(
            found.as_deref(),
            expected,
            "{source} to {destination}: {target}"
        );
    }
}

#[test]
fn the_first_redirect_that_matches_wins() {
    let mut rules = Rules::default();
    rules
        .add_redirects([
            Redirect::permanent("/a/b", "/first"),
            Redirect::temporary("/a/:x", "/second"),
            Redirect::temporary("/a/c", "/third").status(StatusCode::SEE_OTHER),
        ])
        .unwrap();
    let target = |path| {
        let target = with_request(path, &[], |request| rules.redirect(request)).unwrap();
        (target.status.as_u16(), target.location)
    };
    assert_eq!(target("/a/b"), (308, "/first".to_owned()));
    assert_eq!(target("/a/c"), (307, "/second".to_owned()));
}

#[test]
fn conditions() {
    let rule = || Redirect::temporary("/a", "/b");
    let location = |rule, target, headers: &[(&str, &str)]| location(rule, target, headers);
    let query = || rule().has(Condition::query("q"));
    assert_eq!(location(query(), "/a?q=1", &[]).as_deref(), Some("/b?q=1"));
    assert_eq!(location(query(), "/a?q=", &[]), None);
    assert_eq!(location(query(), "/a", &[]), None);
    let cookie = || rule().has(Condition::cookie("id").matching("[0-9]+"));
    assert!(location(cookie(), "/a", &[("cookie", "x=1; id=42")]).is_some());
    assert_eq!(location(cookie(), "/a", &[("cookie", "id=4x")]), None);
    // Cookies are decoded, and the last one with a name wins, as in `Cookies`.
    assert!(location(cookie(), "/a", &[("cookie", "id=x; id=%34")]).is_some());
    assert_eq!(location(cookie(), "/a", &[("cookie", "id=42; id=x")]), None);
    let header = || rule().missing(Condition::header("x-new"));
    assert!(location(header(), "/a", &[]).is_some());
    assert_eq!(location(header(), "/a", &[("x-new", "1")]), None);
    let host = Redirect::temporary("/a", "/t/:tenant")
        .has(Condition::host().matching(r"(?<tenant>[a-z]+)\.e\.org"));
    let found = location(host, "/a", &[("host", "Blue.e.org:8080")]);
    assert_eq!(found.as_deref(), Some("/t/blue"));
    let named = Redirect::temporary("/a", "/b/:q").has(Condition::query("q"));
    let found = location(named, "/a?q=x&q=%2F%2Fe.org", &[]);
    assert_eq!(found.as_deref(), Some("/b/%2F%2Fe.org?q=x&q=%2F%2Fe.org"));
    for host in ["[::1]:80", "[::1]"] {
        let rule = Redirect::temporary("/a", "/b").has(Condition::host().matching(r"\[::1\]"));
        assert!(location(rule, "/a", &[("host", host)]).is_some(), "{host}");
    }
}

#[test]
fn unreserved_characters_are_not_escaped() {
    let unescaped = "aZ09-._~";
    let rule = || Redirect::temporary("/a", "/b/:q").has(Condition::query("q"));
    let found = location(rule(), &format!("/a?q={unescaped}"), &[]);
    assert_eq!(found, Some(format!("/b/{unescaped}?q={unescaped}")));
    let found = location(rule(), "/a?q=some%2Dp%61ge", &[]);
    assert_eq!(found.as_deref(), Some("/b/some-page?q=some%2Dp%61ge"));
    let cookie = Redirect::temporary("/a", "/b/:id").has(Condition::cookie("id"));
    let found = location(cookie, "/a", &[("cookie", "id=a-b_c%2Fd")]);
    assert_eq!(found.as_deref(), Some("/b/a-b_c%2Fd"));
    let header = Redirect::temporary("/a", "/b?v=:xv").has(Condition::header("x-v"));
    let found = location(header, "/a", &[("x-v", "1.2~3")]);
    assert_eq!(found.as_deref(), Some("/b?v=1.2~3"));
    let host = Redirect::temporary("/p/:t", "https://:t.e.org/");
    let found = location(host, "/p/a_b~c", &[]);
    assert_eq!(found.as_deref(), Some("https://a_b~c.e.org/"));
}

#[test]
fn two_spellings_of_a_path_match_the_same_rules() {
    for (source, target, matches) in [
        ("/p/secret", "/p/%73ecret", true),
        ("/p/s%65cret", "/p/secret", true),
        ("/p/a'b", "/p/a%27b", true),
        ("/p/a%7Cb", "/p/a|b", true),
        ("/p/:id(\\d+)", "/p/%31%32", true),
        ("/caf\u{e9}", "/caf%c3%a9", true),
        ("/p/a/b", "/p/a%2Fb", false),
        ("/p/secret", "/p/%2573ecret", false),
        ("/p/secret", "/p/secret/", true),
        ("/:path*", "/", true),
    ] {
        let mut rules = Rules::default();
        let rule = HeaderRule::new(source).set("x-rule", "1");
        rules.add_headers([rule]).unwrap();
        let path = crate::matching::percent::normalize_path(target);
        let (uri, headers) = (Uri::from_static("/"), HeaderMap::new());
        let found = rules.headers(RuleRequest {
            path: Some(&path),
            full_path: &path,
            uri: &uri,
            headers: &headers,
        });
        assert_eq!(!found.is_empty(), matches, "{source}: {target}");
    }
}

#[test]
fn rules_override_the_headers_of_the_response() {
    let mut rules = Rules::default();
    rules
        .add_headers([
            HeaderRule::new("/:path*")
                .set("X-Clash", "rule")
                .set("Vary", "X-Rule")
                .set("Set-Cookie", "a=1"),
            HeaderRule::new("/:name")
                .set("x-name", "<:name> :other")
                .set("set-cookie", "b=2"),
            HeaderRule::new("/x").set("x-clash", "last"),
        ])
        .unwrap();
    let set = with_request("/x", &[], |request| rules.headers(request));
    let mut headers = HeaderMap::new();
    for (name, value) in [("x-clash", "own"), ("vary", "x-own"), ("set-cookie", "c=3")] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    apply_headers(set, &mut headers);
    let values = |name: &str| -> Vec<&str> {
        let values = headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap()).collect()
    };
    assert_eq!(values("x-clash"), ["last"]);
    assert_eq!(values("vary"), ["X-Rule", "x-own"]);
    assert_eq!(values("set-cookie"), ["a=1", "b=2", "c=3"]);
    assert_eq!(values("x-name"), ["<x> :other"]);
    let broken = with_request("/a%0D%0Ax", &[], |request| rules.headers(request));
    assert!(broken.iter().all(|(name, _)| name != "x-name"));
}

#[test]
fn invalid_rules_are_reported() {
    for (source, destination, expected) in [
        (
            "old",
            "/new",
            "redirect from `old` to `/new`: the source must start with `/`",
        ),
        (
            "/a",
            "b",
            "redirect from `/a` to `b`: the destination must start with `/`, `http://` or `https://`",
        ),
        (
            "/a",
            "//e.org",
            "redirect from `/a` to `//e.org`: the destination starts with `//`, which is another host; write `https://`",
        ),
        (
            "/a",
            "ftp://e.org",
            "redirect from `/a` to `ftp://e.org`: expected `http` or `https` in the destination, found `ftp`",
        ),
        (
            "/a/:x",
            "/b/:y",
            "redirect from `/a/:x` to `/b/:y`: unknown parameter `y` in the destination",
        ),
        (
            "/a/:x/:x",
            "/b",
            "redirect from `/a/:x/:x` to `/b`: the source has the parameter `:x` twice",
        ),
        (
            "/a/:x(b",
            "/b",
            "redirect from `/a/:x(b` to `/b`: a `(` is not closed",
        ),
        (
            "/a/:x((b))",
            "/b",
            "redirect from `/a/:x((b))` to `/b`: capturing groups are not supported; write `(?:…)`",
        ),
        (
            "/((?!api).*)",
            "/b",
            "redirect from `/((?!api).*)` to `/b`: look-around is not supported in regular expressions",
        ),
        (
            "/a/*",
            "/b",
            "redirect from `/a/*` to `/b`: expected a parameter before `?`, `*` or `+`",
        ),
        (
            "/a/{b",
            "/b",
            "redirect from `/a/{b` to `/b`: a `{` is not closed or contains more than one parameter",
        ),
        ("/a}", "/b", "redirect from `/a}` to `/b`: unmatched `}`"),
        (
            "/a/:",
            "/b",
            "redirect from `/a/:` to `/b`: expected a parameter name after `:`; write `\\\\:` for a colon",
        ),
        (
            "/a\\",
            "/b",
            "redirect from `/a\\` to `/b`: expected a character after `\\`",
        ),
    ] {
        let error = Redirect::permanent(source, destination)
            .check()
            .unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let status = Redirect::permanent("/a", "/b")
        .status(StatusCode::OK)
        .check();
    assert!(
        status
            .unwrap_err()
            .to_string()
            .ends_with("expected status 301, 302, 303, 307 or 308, found 200 OK")
    );
    for (rule, expected) in [
        (
            HeaderRule::new("/a"),
            "header rule for `/a`: sets no header; call `.set(name, value)`",
        ),
        (
            HeaderRule::new("/a").set("x y", "z"),
            "header rule for `/a`: invalid header name `x y`",
        ),
        (
            HeaderRule::new("/a").set("Content-Length", "5"),
            "header rule for `/a`: `Content-Length` is set by the server, which knows the body",
        ),
        (
            HeaderRule::new("/a").set("x", "\n"),
            "header rule for `/a`: invalid value `\n` for the header `x`",
        ),
    ] {
        assert_eq!(rule.check().unwrap_err().to_string(), expected);
    }
    for expression in ["(", "a)|(?:b"] {
        let odd = Redirect::permanent("/a", "/b").has(Condition::host().matching(expression));
        let error = odd.check().unwrap_err().to_string();
        let start =
            format!("redirect from `/a` to `/b`: invalid regular expression `{expression}`: ");
        assert!(error.starts_with(&start), "{error}");
    }
}

proptest! {
    #[test]
    fn arbitrary_patterns_and_paths_are_safe(
        source in "/[a-z:/(){}*+?.\\\\]{0,12}",
        destination in "/[a-z:/*]{0,8}",
        path in "/[a-z/.%\\\\]{0,12}",
    ) {
        let rule = Redirect::temporary(source, destination);
        if let (Ok(rule), Ok(uri)) = (rule.compile(), path.parse::<Uri>()) {
            let headers = HeaderMap::new();
            let request = RuleRequest { path: Some(&path), full_path: &path, uri: &uri, headers: &headers };
            if let Some(target) = rule.target(request) {
                prop_assert!(target.location.starts_with('/'));
                prop_assert!(!target.location.starts_with("//"));
            }
        }
    }
}
