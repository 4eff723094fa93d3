use super::{super::is_clean, *};

fn matcher(patterns: &[&'static str], trailing_slash: TrailingSlash) -> Matcher {
    let routes: Vec<_> = patterns
        .iter()
        .map(|pattern| &*Segment::parse(pattern).collect::<Vec<_>>().leak())
        .collect();
    Matcher::new(&routes, trailing_slash)
}

#[test]
fn the_most_specific_route_wins_at_every_level() {
    let patterns = [
        "/",
        "/items",
        "/items/[slug]",
        "/items/new",
        "/items/[slug]/edit",
        "/files/[...path]",
        "/shop/[[...tags]]",
        "/shop/[id]/reviews",
        "/.well-known/x",
    ];
    let matcher = matcher(&patterns, TrailingSlash::Remove);
    for (path, expected) in [
        ("/", Some("/")),
        ("/items", Some("/items")),
        ("/items/new", Some("/items/new")),
        ("/items/old", Some("/items/[slug]")),
        ("/items/new/edit", Some("/items/[slug]/edit")),
        ("/items/new/edit/more", None),
        ("/files", None),
        ("/files/a/b/c", Some("/files/[...path]")),
        ("/shop", Some("/shop/[[...tags]]")),
        ("/shop/a", Some("/shop/[[...tags]]")),
        ("/shop/a/reviews", Some("/shop/[id]/reviews")),
        ("/shop/a/reviews/b", Some("/shop/[[...tags]]")),
        ("/nothing", None),
        ("/.well-known/x", Some("/.well-known/x")),
    ] {
        let expected = expected.and_then(|text| patterns.iter().position(|p| *p == text));
        let found = matcher.find(path);
        assert_eq!(found.map(|found| found.route), expected, "{path}");
        let is_static = found.map(|found| found.is_static);
        let expected_pattern = expected.map(|route| patterns[route]);
        let expected_static =
            expected_pattern.map(|it| path != "/" && it.split("/[[").next() == Some(path));
        assert_eq!(is_static, expected_static, "{path}");
        let resolution = expected.map_or(Resolution::NotFound, Resolution::Route);
        assert_eq!(matcher.resolve(path), resolution, "{path}");
    }
}

#[test]
fn an_unclean_path_is_redirected_once_or_refused() {
    let patterns = ["/a", "/r/static", "/r/[x]", "/café", "/p/[x]", "/a|b"];
    let matcher = matcher(&patterns, TrailingSlash::Remove);
    let to = |path: &str| Resolution::Redirect(path.to_owned());
    for (path, resolution) in [
        ("/a/", to("/a")),
        ("//a//", to("/a")),
        (r"\\evil.com\x", to("/evil.com/x")),
        ("//", to("/")),
        ("/none/", to("/none")),
        ("/%61", to("/a")),
        ("//%61/", to("/a")),
        ("/r/st%61tic", to("/r/static")),
        ("/r/%78", Resolution::Route(2)),
        ("/caf%c3%a9", to("/caf%C3%A9")),
        ("/café", to("/caf%C3%A9")),
        ("/caf%C3%A9", Resolution::Route(3)),
        ("/p/caf%c3%a9", Resolution::Route(4)),
        ("/p//é", to("/p/%C3%A9")),
        ("/a|b", to("/a%7Cb")),
        ("/p/a%2Fb", Resolution::Route(4)),
        ("/p/%5Cevil", Resolution::Route(4)),
        ("/p/a%2F..", Resolution::BadRequest),
        ("/p/a%5C.%5Cb", Resolution::BadRequest),
        ("/p/../a", Resolution::BadRequest),
        ("/p/%2e%2E", Resolution::BadRequest),
        ("/p/./", Resolution::BadRequest),
        ("/p/...", Resolution::Route(4)),
        ("/none//%00", Resolution::BadRequest),
        ("/%zz", Resolution::BadRequest),
        ("/%ff", Resolution::BadRequest),
        ("*", Resolution::BadRequest),
    ] {
        assert_eq!(matcher.resolve(path), resolution, "{path}");
    }
}

#[test]
fn an_escaped_path_is_found_without_being_cleaned() {
    let matcher = matcher(&["/café", "/p/[x]", "/a/[...r]"], TrailingSlash::Remove);
    for (path, route) in [
        ("/p/blue%20pen", Some(1)),
        ("/p/caf%c3%a9", Some(1)),
        ("/p/%41", Some(1)),
        ("/caf%C3%A9", Some(0)),
        ("/a/b/%20/c", Some(2)),
        ("/caf%c3%a9", None),
        ("/%70/x", None),
        ("/p/%20/", None),
        ("/p/%2e", None),
        ("/p/%2F", None),
        ("/p/%5c", None),
        ("/p/%00", None),
        ("/p/%c3", None),
        ("/p/%4", None),
        ("/a//%20", None),
        ("/a/../%20", None),
        ("/none/%20", None),
        ("/p/a b%20", None),
    ] {
        assert_eq!(matcher.find_escaped(path), route, "{path}");
    }
}

#[test]
fn slashes_are_added_except_to_files() {
    let patterns = [
        "/",
        "/a",
        "/rss.xml",
        "/d/[x]",
        "/.foo/bar",
        "/.well-known/x",
    ];
    let matcher = matcher(&patterns, TrailingSlash::Add);
    let to = |path: &str| Resolution::Redirect(path.to_owned());
    for (path, resolution) in [
        ("/", Resolution::Route(0)),
        ("/a", to("/a/")),
        ("/a/", Resolution::Route(1)),
        ("/a//", to("/a/")),
        ("//a/", to("/a/")),
        ("/rss.xml", Resolution::Route(2)),
        ("/rss%2Exml/", to("/rss.xml")),
        ("/d/x", to("/d/x/")),
        ("/d/x/", Resolution::Route(3)),
        ("/d/x.json/", to("/d/x.json")),
        ("/d/x.json", Resolution::Route(3)),
        ("/d/x.a-b", Resolution::Route(3)),
        ("/d/x.a-b/", Resolution::Route(3)),
        ("/.foo/bar", to("/.foo/bar/")),
        ("/.foo/bar/", Resolution::Route(4)),
        ("/.well-known/x/", Resolution::Route(5)),
        ("/.well-known/x", Resolution::Route(5)),
    ] {
        assert_eq!(matcher.resolve(path), resolution, "{path}");
        if is_clean(path, TrailingSlash::Add) {
            let found = matcher.find(path);
            let found = found.map(|found| Resolution::Route(found.route));
            assert_eq!(found, Some(resolution), "{path}");
        }
    }
}
