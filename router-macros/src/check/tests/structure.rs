//! Mistakes of folders and files.

use super::{is_fine, rendered, says};

const GET: &str = "pub async fn GET() {}";
const PAGE: &str = "pub async fn page() {}";

#[test]
fn page_and_route() {
    let route = "\n\npub async fn GET() {}";
    says(
        &[("page.rs", "pub fn page() {}"), ("route.rs", route)],
        &[
            "`/` is claimed by both a page and a route",
            "--> app/page.rs:1:8",
            "--> app/route.rs:3:14",
            "= help: move the handlers to `app/api/route.rs`",
        ],
    );
    says(
        &[
            ("(g1)/a/page.rs", PAGE),
            ("(g2)/a/route.rs", GET),
            ("a/api/route.rs", GET),
        ],
        &[
            "`/a` is claimed by both a page and a route",
            "--> app/(g1)/a/page.rs:1:14",
            "--> app/(g2)/a/route.rs:1:14",
            "= help: move the handlers to `app/(g2)/a/data/route.rs`",
        ],
    );
    says(
        &[("[...a]/page.rs", PAGE), ("[...a]/route.rs", GET)],
        &[
            "`/[...a]` is claimed by both a page and a route",
            "--> app/[...a]/page.rs:1:14",
            "--> app/[...a]/route.rs:1:14",
            "= help: move the handlers to `app/api/[...a]/route.rs`",
        ],
    );
    is_fine(&[("page.rs", PAGE), ("api/route.rs", GET)]);
    is_fine(&[("[user]/page.rs", PAGE), ("api/route.rs", GET)]);
}

#[test]
fn same_url_twice() {
    says(
        &[("(g1)/a/route.rs", GET), ("a/route.rs", GET)],
        &[
            "`/a` is claimed by two routes",
            "--> app/(g1)/a/route.rs:1:14",
            "--> app/a/route.rs:1:14",
            "= help: move what `app/(g1)/a/route.rs` lacks into it and delete `app/a/route.rs`",
        ],
    );
    says(
        &[
            ("caf%C3%A9/page.rs", PAGE),
            ("café/page.rs", PAGE),
            ("(x)/café/page.rs", PAGE),
        ],
        &[
            "`/café` is claimed by 3 pages",
            "--> app/(x)/café/page.rs:1:14",
            "--> app/caf%C3%A9/page.rs:1:14",
            "--> app/café/page.rs:1:14",
            "= help: move what `app/(x)/café/page.rs` lacks into it and delete `app/caf%C3%A9/page.rs`",
        ],
    );
    is_fine(&[("(a)/[id]/route.rs", GET), ("(b)/[id]/x/route.rs", GET)]);
    is_fine(&[("Foo/route.rs", GET), ("foo/route.rs", GET)]);
}

#[test]
fn parameter_names() {
    says(
        &[
            ("(a)/x/[id]/a/route.rs", GET),
            ("(b)/x/[slug]/b/route.rs", GET),
        ],
        &[
            "`/x/[id]` and `/x/[slug]` give one segment different names",
            "--> app/(a)/x/[id]/a/route.rs:1:14",
            "--> app/(b)/x/[slug]/b/route.rs:1:14",
            "= help: rename the folder `app/(b)/x/[slug]` to `[id]`",
        ],
    );
    says(
        &[("[...a]/route.rs", GET), ("[...b]/route.rs", GET)],
        &[
            "`/[...a]` and `/[...b]` give one segment different names",
            "--> app/[...a]/route.rs:1:14",
            "--> app/[...b]/route.rs:1:14",
            "= help: rename the folder `app/[...b]` to `[...a]`",
        ],
    );
    says(
        &[("[id]/x/[id]/route.rs", GET)],
        &[
            "`/[id]/x/[id]` has two parameters of the name `id`",
            "--> app/[id]/x/[id]/route.rs:1:14",
            "= help: rename the folder `app/[id]/x/[id]` to another name, such as `[x_id]`",
        ],
    );
    is_fine(&[("[a]/route.rs", GET), ("[...b]/route.rs", GET)]);
    is_fine(&[("a/[x]/route.rs", GET), ("b/[y]/route.rs", GET)]);
}

#[test]
fn catch_alls() {
    says(
        &[
            ("[...a]/b/route.rs", GET),
            ("[...a]/c/route.rs", GET),
            ("[...a]/route.rs", GET),
        ],
        &[
            "nothing can follow the catch-all `/[...a]`",
            "--> app/[...a]/b/route.rs:1:14",
            "= help: put the catch-all last: `app/b/[...a]/route.rs`",
        ],
    );
    says(
        &[("x/[[...a]]/[...b]/route.rs", GET)],
        &[
            "nothing can follow the catch-all `/x/[[...a]]`",
            "--> app/x/[[...a]]/[...b]/route.rs:1:14",
            "= help: rename the folder `app/x/[[...a]]` to `[a]`",
        ],
    );
    says(
        &[("x/[...a]/route.rs", GET), ("x/[[...b]]/route.rs", GET)],
        &[
            "`/x/[...a]` and `/x/[[...b]]` match the same paths",
            "--> app/x/[...a]/route.rs:1:14",
            "--> app/x/[[...b]]/route.rs:1:14",
            "= help: delete `app/x/[...a]/route.rs`: `app/x/[[...b]]/route.rs` answers its paths and `/x`",
        ],
    );
    says(
        &[("x/(g)/[[...a]]/route.rs", GET), ("x/page.rs", PAGE)],
        &[
            "`/x` is claimed by both a page and the optional catch-all `/x/[[...a]]`",
            "--> app/x/page.rs:1:14",
            "--> app/x/(g)/[[...a]]/route.rs:1:14",
            "= help: rename the folder `app/x/(g)/[[...a]]` to `[...a]`, which needs one segment",
        ],
    );
    is_fine(&[("x/[...a]/route.rs", GET), ("x/route.rs", GET)]);
}

#[test]
fn malformed_segments() {
    says(
        &[
            ("a/[slug].json/route.rs", GET),
            ("a/[slug].json/x/page.rs", PAGE),
        ],
        &[
            "`[slug].json` mixes a parameter with other text, and a parameter is a whole segment",
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
            "pub const runtime: &str = \"edge\";\nfn GET() {}",
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
