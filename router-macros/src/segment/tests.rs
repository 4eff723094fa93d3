use super::*;

fn fixed(text: &str) -> Folder {
    Folder::Segment(Segment::Static(text.to_owned()))
}

#[test]
fn static_names() {
    for (name, text) in [
        ("items", "items"),
        (".well-known", ".well-known"),
        ("rss.xml", "rss.xml"),
        ("a b", "a b"),
        ("café", "café"),
        ("caf%C3%A9", "café"),
        ("caf%c3%a9", "café"),
        ("%5Fname", "_name"),
        ("%40slot", "@slot"),
        ("%28x%29", "(x)"),
        ("100%25", "100%"),
        ("%2525", "%25"),
        ("match", "match"),
        ("2024", "2024"),
        ("copy (1)", "copy (1)"),
        ("...", "..."),
    ] {
        assert_eq!(folder(name), Ok(fixed(text)), "{name}");
    }
}

#[test]
fn parameters_groups_and_private_folders() {
    for (name, expected) in [
        ("[slug]", Folder::Segment(Segment::Dynamic("slug".into()))),
        (
            "[my slug]",
            Folder::Segment(Segment::Dynamic("my slug".into())),
        ),
        ("[日本]", Folder::Segment(Segment::Dynamic("日本".into()))),
        ("[1]", Folder::Segment(Segment::Dynamic("1".into()))),
        (
            "[_weird-name]",
            Folder::Segment(Segment::Dynamic("_weird-name".into())),
        ),
        (
            "[...slug]",
            Folder::Segment(Segment::CatchAll("slug".into())),
        ),
        (
            "[[...slug]]",
            Folder::Segment(Segment::OptionalCatchAll("slug".into())),
        ),
        ("(group)", Folder::Group),
        ("(a b)", Folder::Group),
        ("_private", Folder::Private),
        ("_", Folder::Private),
    ] {
        assert_eq!(folder(name), Ok(expected), "{name}");
    }
}

/// Name, message, help.
const BROKEN: &[(&str, &str, &str)] = &[
    (
        "@slot",
        "`@slot` is a parallel route, which route handlers do not have",
        "rename the folder to `slot`, or to `%40slot` for a URL with `@` in it",
    ),
    (
        "(.)x",
        "`(.)x` is an intercepted route, which route handlers do not have",
        "rename the folder to `x`",
    ),
    (
        "(..)x",
        "`(..)x` is an intercepted route, which route handlers do not have",
        "rename the folder to `x`",
    ),
    (
        "(..)(..)x",
        "`(..)(..)x` is an intercepted route, which route handlers do not have",
        "rename the folder to `x`",
    ),
    (
        "(...)x",
        "`(...)x` is an intercepted route, which route handlers do not have",
        "rename the folder to `x`",
    ),
    (
        "[a, b]",
        "`[a, b]` holds several parameters, and a folder can hold one",
        "nest the folders: `[a]/[b]`",
    ),
    (
        "[a][b]",
        "`[a][b]` holds several parameters, and a folder can hold one",
        "nest the folders: `[a]/[b]`",
    ),
    (
        "[a,]",
        "`[a,]` is not a parameter: its name holds a comma",
        "rename the folder to `[a]`",
    ),
    (
        "[]",
        "`[]` names no parameter",
        "rename the folder to `[slug]`",
    ),
    (
        "[...]",
        "`[...]` names no parameter",
        "rename the folder to `[...slug]`",
    ),
    (
        "[[...]]",
        "`[[...]]` names no parameter",
        "rename the folder to `[[...slug]]`",
    ),
    (
        "[slug",
        "the brackets of `[slug` do not match",
        "rename the folder to `[slug]`",
    ),
    (
        "slug]",
        "the brackets of `slug]` do not match",
        "rename the folder to `[slug]`",
    ),
    (
        "]slug[",
        "the brackets of `]slug[` do not match",
        "rename the folder to `[slug]`",
    ),
    (
        "[[slug]]",
        "`[[slug]]` is not a parameter: only a catch-all can be optional",
        "rename the folder to `[slug]`, or to `[[...slug]]` for none or more segments",
    ),
    (
        "[slug]x",
        "`[slug]x` mixes a parameter with other text, and a parameter is a whole segment",
        "rename the folder to `[slug]` and check for `x` in the handler",
    ),
    (
        "x[slug]",
        "`x[slug]` mixes a parameter with other text, and a parameter is a whole segment",
        "rename the folder to `[slug]` and check for `x` in the handler",
    ),
    (
        "[slug].json",
        "`[slug].json` mixes a parameter with other text, and a parameter is a whole segment",
        "rename the folder to `[slug]` and check for `.json` in the handler",
    ),
    (
        "[..slug]",
        "`[..slug]` is not a catch-all, which has exactly three dots",
        "rename the folder to `[...slug]`",
    ),
    (
        "[....slug]",
        "`[....slug]` is not a catch-all, which has exactly three dots",
        "rename the folder to `[...slug]`",
    ),
    (
        "[…slug]",
        "`[…slug]` is not a catch-all, which has exactly three dots",
        "rename the folder to `[...slug]`",
    ),
    (
        "[[[slug]]]",
        "`[[[slug]]]` is not a parameter: only a catch-all can be optional",
        "rename the folder to `[slug]`, or to `[[...slug]]` for none or more segments",
    ),
    (
        "[[...slug]",
        "the brackets of `[[...slug]` do not match",
        "rename the folder to `[[...slug]]`",
    ),
    (
        "[...slug]]",
        "the brackets of `[...slug]]` do not match",
        "rename the folder to `[...slug]`",
    ),
    (
        "()",
        "the route group `()` has no name",
        "rename the folder to `(group)`",
    ),
    (
        "(grp)x",
        "`(grp)x` mixes a route group with other text",
        "split it into two folders: `(grp)/x`",
    ),
    (
        "(grp",
        "`(grp` opens a route group and does not close it",
        "rename the folder to `(grp)`",
    ),
    (
        "100%",
        "`100%` has a `%` that is not followed by two hexadecimal digits",
        "rename the folder to `100%25` for a URL with `%` in it",
    ),
    (
        "a%2Fb",
        "`a%2Fb` decodes to '/', which a segment cannot hold",
        "rename the folder to `ab`",
    ),
    (
        "a%00",
        "`a%00` decodes to '\\0', which a segment cannot hold",
        "rename the folder to `a`",
    ),
    (
        "a\\b",
        "`a\\b` holds '\\\\', which a segment cannot hold",
        "rename the folder to `a-b`",
    ),
    (
        "%2E%2e",
        "`%2E%2e` decodes to a dot segment, which no URL can reach",
        "rename the folder to `name`",
    ),
    (
        "%FFx",
        "the escapes of `%FFx` are not UTF-8",
        "rename the folder to `x`",
    ),
    (
        "a\tb",
        "the folder name \"a\\tb\" holds a control character",
        "rename the folder to `ab`",
    ),
];

#[test]
fn broken_names() {
    for (name, message, help) in BROKEN.iter().copied() {
        let expected = Malformed {
            message: message.into(),
            help: help.into(),
        };
        assert_eq!(folder(name), Err(expected), "{name}");
    }
}
