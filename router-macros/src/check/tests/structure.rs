//! Mistakes of folders and files.

use super::{Application, build, is_fine, rendered, reports};
use crate::{diagnostics::render, runtime::Runtime, scan::AppFile};

const GET: &str = "pub async fn GET() {}";
const PAGE: &str = "pub async fn page() {}";

#[test]
fn page_and_route() {
    let route = "\n\npub async fn GET() {}";
    reports(
        &[("page.rs", "pub fn page() {}"), ("route.rs", route)],
        &[
            "[R0126] `/` is handled by both a page and a route",
            "--> app/page.rs:1:8",
            "--> app/route.rs:3:14",
            "= help: move the handlers to `app/api/route.rs`, whose URL is `/api`",
        ],
    );
    reports(
        &[
            ("(g1)/a/page.rs", PAGE),
            ("(g2)/a/route.rs", GET),
            ("a/api/route.rs", GET),
        ],
        &[
            "[R0126] `/a` is handled by both a page and a route",
            "--> app/(g1)/a/page.rs:1:14",
            "--> app/(g2)/a/route.rs:1:14",
            "= help: move the handlers to `app/(g2)/a/data/route.rs`, whose URL is `/a/data`",
        ],
    );
    reports(
        &[("[...a]/page.rs", PAGE), ("[...a]/route.rs", GET)],
        &[
            "[R0126] `/[...a]` is handled by both a page and a route",
            "--> app/[...a]/page.rs:1:14",
            "--> app/[...a]/route.rs:1:14",
            "= help: move the handlers to `app/api/[...a]/route.rs`, whose URL is `/api/[...a]`",
        ],
    );
    is_fine(&[("page.rs", PAGE), ("api/route.rs", GET)]);
    is_fine(&[("[user]/page.rs", PAGE), ("api/route.rs", GET)]);
}

#[test]
fn same_url_twice() {
    reports(
        &[("(g1)/a/route.rs", GET), ("a/route.rs", GET)],
        &[
            "[R0127] `/a` is handled by two routes",
            "--> app/(g1)/a/route.rs:1:14",
            "--> app/a/route.rs:1:14",
            "= help: merge `app/a/route.rs` into `app/(g1)/a/route.rs`",
        ],
    );
    reports(
        &[
            ("caf%C3%A9/page.rs", PAGE),
            ("café/page.rs", PAGE),
            ("(x)/café/page.rs", PAGE),
        ],
        &[
            "[R0127] `/café` is handled by 3 pages",
            "--> app/(x)/café/page.rs:1:14",
            "--> app/caf%C3%A9/page.rs:1:14",
            "--> app/café/page.rs:1:14",
            "= help: delete `app/caf%C3%A9/page.rs`, or move it to another URL",
        ],
    );
    is_fine(&[("(a)/[id]/route.rs", GET), ("(b)/[id]/x/route.rs", GET)]);
    is_fine(&[("Foo/route.rs", GET), ("foo/route.rs", GET)]);
}

#[test]
fn parameter_names() {
    reports(
        &[
            ("(a)/x/[id]/a/route.rs", GET),
            ("(b)/x/[slug]/b/route.rs", GET),
        ],
        &[
            "[R0122] `/x/[id]` and `/x/[slug]` use different names for the same parameter",
            "--> app/(a)/x/[id]/a/route.rs:1:14",
            "--> app/(b)/x/[slug]/b/route.rs:1:14",
            "= help: rename the folder `app/(b)/x/[slug]` to `[id]`",
        ],
    );
    reports(
        &[("[...a]/route.rs", GET), ("[...b]/route.rs", GET)],
        &[
            "[R0122] `/[...a]` and `/[...b]` use different names for the same parameter",
            "--> app/[...a]/route.rs:1:14",
            "--> app/[...b]/route.rs:1:14",
            "= help: rename the folder `app/[...b]` to `[...a]`",
        ],
    );
    reports(
        &[("[id]/x/[id]/route.rs", GET)],
        &[
            "[R0125] `/[id]/x/[id]` contains the parameter `id` twice",
            "--> app/[id]/x/[id]/route.rs:1:14",
            "= help: rename the folder `app/[id]/x/[id]`, for example to `[x_id]`",
        ],
    );
    is_fine(&[("[a]/route.rs", GET), ("[...b]/route.rs", GET)]);
    is_fine(&[("a/[x]/route.rs", GET), ("b/[y]/route.rs", GET)]);
}

#[test]
fn a_path_has_at_most_24_parameters() {
    let folders = |count: usize| {
        let names: Vec<String> = (1..=count).map(|n| format!("[p{n}]")).collect();
        names.join("/")
    };
    is_fine(&[(&format!("{}/route.rs", folders(24)), GET)]);
    let help = format!(
        "= help: match the last parameters with a catch-all: move the file to `app/{}/[...rest]/route.rs`",
        folders(23)
    );
    let moved = format!("{}/[...rest]/route.rs", folders(23));
    is_fine(&[(&moved, GET)]);
    for (pattern, below) in [
        (folders(25), ""),
        (folders(25), "/more"),
        (folders(25), "/[p26]/[...rest]"),
        // Nothing can follow a catch-all, so it takes the static segment, too.
        (format!("{}/static/[p25]", folders(24)), ""),
        (format!("{}/[...p25]", folders(24)), ""),
    ] {
        reports(
            &[(&format!("{pattern}{below}/route.rs"), GET)],
            &[
                &format!("[R0135] `/{pattern}` has more than 24 parameters"),
                &format!("--> app/{pattern}{below}/route.rs:1:14"),
                &help,
            ],
        );
    }
}

#[test]
fn catch_alls() {
    reports(
        &[
            ("[...a]/b/route.rs", GET),
            ("[...a]/c/route.rs", GET),
            ("[...a]/route.rs", GET),
        ],
        &[
            "[R0121] `/[...a]` is a catch-all, so nothing can follow it",
            "--> app/[...a]/b/route.rs:1:14",
            "= help: put the catch-all last: `app/b/[...a]/route.rs`",
        ],
    );
    reports(
        &[("x/[[...a]]/[...b]/route.rs", GET)],
        &[
            "[R0121] `/x/[[...a]]` is a catch-all, so nothing can follow it",
            "--> app/x/[[...a]]/[...b]/route.rs:1:14",
            "= help: rename the folder `app/x/[[...a]]` to `[a]`",
        ],
    );
    reports(
        &[("x/[...a]/route.rs", GET), ("x/[[...b]]/route.rs", GET)],
        &[
            "[R0123] `/x/[...a]` and `/x/[[...b]]` match the same paths",
            "--> app/x/[...a]/route.rs:1:14",
            "--> app/x/[[...b]]/route.rs:1:14",
            "= help: delete `app/x/[...a]/route.rs`: `app/x/[[...b]]/route.rs` handles its paths and `/x`",
        ],
    );
    reports(
        &[("x/(g)/[[...a]]/route.rs", GET), ("x/page.rs", PAGE)],
        &[
            "[R0124] `/x` is handled by both a page and the optional catch-all `/x/[[...a]]`",
            "--> app/x/page.rs:1:14",
            "--> app/x/(g)/[[...a]]/route.rs:1:14",
            "= help: rename the folder `app/x/(g)/[[...a]]` to `[...a]`, which requires at least one segment",
        ],
    );
    is_fine(&[("x/[...a]/route.rs", GET), ("x/route.rs", GET)]);
}

#[test]
fn malformed_segments() {
    reports(
        &[
            ("a/[slug].json/route.rs", GET),
            ("a/[slug].json/x/page.rs", PAGE),
        ],
        &[
            "[R0115] `[slug].json` mixes a parameter with other text; a parameter is a whole segment",
            "--> app/a/[slug].json",
            "= help: rename the folder to `[slug]` and check for `.json` in the handler",
        ],
    );
}

#[test]
fn several_mistakes_come_sorted() {
    let rendered = rendered(&[
        (
            "b/route.rs",
            "pub const dynamc: &str = \"error\";\nfn GET() {}",
        ),
        ("[x/route.rs", GET),
        ("a/route.rs", ""),
    ]);
    let places: Vec<_> = rendered
        .iter()
        .map(|text| text.lines().nth(1).unwrap().trim())
        .collect();
    assert_eq!(
        places,
        [
            "--> app/[x",
            "--> app/a/route.rs:1:1",
            "--> app/b/route.rs:1:11",
            "--> app/b/route.rs:2:4"
        ]
    );
}

#[test]
fn public_files_have_the_url_of_a_route_in_any_encoding() {
    for (folder, public) in [
        ("cafe\u{301}", "caf\u{e9}"),
        ("caf\u{e9}", "cafe\u{301}"),
        ("cafe\u{301}", "cafe\u{301}"),
    ] {
        let files = [AppFile {
            path: format!("{folder}/route.rs"),
            text: GET.to_owned(),
        }];
        let (tree, problems) = build(&files, "app", &Runtime::default());
        let checked = crate::check::all::tree(Application {
            shown_as: "app",
            tree: &tree,
            state: None,
            module: "app",
            public: &[public.to_owned(), "other".to_owned()],
            problems,
        });
        let expected = format!(
            "[R0703] `/caf\u{e9}` is handled by both a route and a file in `public/`\
           \n         --> app/{folder}/route.rs:1:14\
           \n         --> public/{public}\
           \n         = help: delete `public/{public}` or `app/{folder}/route.rs`"
        );
        let found: Vec<String> = checked.problems.iter().map(render).collect();
        assert_eq!(found, [expected], "{folder} {public}");
    }
}
