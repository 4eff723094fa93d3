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
        ("$100", "$100"),
        (":)", ":)"),
        (":", ":"),
        ("a:b", "a:b"),
        ("{}", "{}"),
        ("c++", "c++"),
        ("*.txt", "*.txt"),
        ("<3", "<3"),
        ("%3Aslug", ":slug"),
        ("%7Bslug%7D", "{slug}"),
        ("%2A", "*"),
        ("%24slug", "$slug"),
        ("%3Cslug%3E", "<slug>"),
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
const MALFORMED: &[(&str, &str, &str)] = &[
    (
        "@slot",
        "[R0109] `@slot` is a parallel route, which is not supported",
        "rename the folder to `slot`, or to `%40slot` for a URL with `@`",
    ),
    (
        "(.)x",
        "[R0110] `(.)x` is an intercepting route, which is not supported",
        "rename the folder to `x`",
    ),
    (
        "(..)x",
        "[R0110] `(..)x` is an intercepting route, which is not supported",
        "rename the folder to `x`",
    ),
    (
        "(..)(..)x",
        "[R0110] `(..)(..)x` is an intercepting route, which is not supported",
        "rename the folder to `x`",
    ),
    (
        "(...)x",
        "[R0110] `(...)x` is an intercepting route, which is not supported",
        "rename the folder to `x`",
    ),
    (
        "[a, b]",
        "[R0114] `[a, b]` contains several parameters, expected one",
        "nest the folders: `[a]/[b]`",
    ),
    (
        "[a][b]",
        "[R0114] `[a][b]` contains several parameters, expected one",
        "nest the folders: `[a]/[b]`",
    ),
    (
        "[a,]",
        "[R0118] `[a,]` is not a parameter: its name contains a comma",
        "rename the folder to `[a]`",
    ),
    (
        "[]",
        "[R0113] `[]` has no parameter name",
        "rename the folder to `[slug]`",
    ),
    (
        "[...]",
        "[R0113] `[...]` has no parameter name",
        "rename the folder to `[...slug]`",
    ),
    (
        "[[...]]",
        "[R0113] `[[...]]` has no parameter name",
        "rename the folder to `[[...slug]]`",
    ),
    (
        "[slug",
        "[R0112] `[slug` has unmatched brackets",
        "rename the folder to `[slug]`",
    ),
    (
        "slug]",
        "[R0112] `slug]` has unmatched brackets",
        "rename the folder to `[slug]`",
    ),
    (
        "]slug[",
        "[R0112] `]slug[` has unmatched brackets",
        "rename the folder to `[slug]`",
    ),
    (
        "[[slug]]",
        "[R0116] `[[slug]]` is not a parameter: only a catch-all can be optional",
        "rename the folder to `[slug]`, or to `[[...slug]]` for zero or more segments",
    ),
    (
        "[slug]x",
        "[R0115] `[slug]x` mixes a parameter with other text; a parameter is a whole segment",
        "rename the folder to `[slug]` and check for `x` in the handler",
    ),
    (
        "x[slug]",
        "[R0115] `x[slug]` mixes a parameter with other text; a parameter is a whole segment",
        "rename the folder to `[slug]` and check for `x` in the handler",
    ),
    (
        "[slug].json",
        "[R0115] `[slug].json` mixes a parameter with other text; a parameter is a whole segment",
        "rename the folder to `[slug]` and check for `.json` in the handler",
    ),
    (
        "[..slug]",
        "[R0117] `[..slug]` is not a catch-all: expected exactly three dots",
        "rename the folder to `[...slug]`",
    ),
    (
        "[....slug]",
        "[R0117] `[....slug]` is not a catch-all: expected exactly three dots",
        "rename the folder to `[...slug]`",
    ),
    (
        "[…slug]",
        "[R0117] `[…slug]` is not a catch-all: expected exactly three dots",
        "rename the folder to `[...slug]`",
    ),
    (
        "[[[slug]]]",
        "[R0116] `[[[slug]]]` is not a parameter: only a catch-all can be optional",
        "rename the folder to `[slug]`, or to `[[...slug]]` for zero or more segments",
    ),
    (
        "[[...slug]",
        "[R0112] `[[...slug]` has unmatched brackets",
        "rename the folder to `[[...slug]]`",
    ),
    (
        "[...slug]]",
        "[R0112] `[...slug]]` has unmatched brackets",
        "rename the folder to `[...slug]`",
    ),
    (
        "()",
        "[R0111] the route group `()` has no name",
        "rename the folder to `(group)`",
    ),
    (
        "(grp)x",
        "[R0111] `(grp)x` mixes a route group with other text",
        "split it into two folders: `(grp)/x`",
    ),
    (
        "(grp",
        "[R0111] the route group `(grp` has no closing parenthesis",
        "rename the folder to `(grp)`",
    ),
    (
        "100%",
        "[R0119] `100%` contains a `%` that is not followed by two hexadecimal digits",
        "rename the folder to `100%25` for a URL with `%`",
    ),
    (
        "a%2Fb",
        "[R0120] `a%2Fb` contains an encoded '/', which is not allowed in a segment",
        "rename the folder to `ab`",
    ),
    (
        "a%00",
        "[R0120] `a%00` contains an encoded '\\0', which is not allowed in a segment",
        "rename the folder to `a`",
    ),
    (
        "a\\b",
        "[R0120] `a\\b` contains '\\\\', which is not allowed in a segment",
        "rename the folder to `a-b`",
    ),
    (
        "%2E%2e",
        "[R0120] `%2E%2e` decodes to a dot segment, which no URL can reach",
        "rename the folder to `name`",
    ),
    (
        "%FFx",
        "[R0119] `%FFx` does not decode to valid UTF-8",
        "rename the folder to `x`",
    ),
    (
        "a\tb",
        "[R0108] the folder name \"a\\tb\" contains a control character",
        "rename the folder to `ab`",
    ),
];

#[test]
fn malformed_names() {
    for (name, message, help) in MALFORMED.iter().copied() {
        let problem = folder(name).expect_err(name);
        let found = format!("{} {}", problem.code, problem.message);
        assert_eq!((found.as_str(), problem.help.as_str()), (message, help));
    }
}

#[test]
fn parameters_of_other_routers() {
    for (name, what, help) in [
        (":slug", "a parameter", "`[slug]`, or to `%3Aslug`"),
        (":slug(\\d+)", "a parameter", "`[slug]`"),
        (
            ":slug?",
            "an optional parameter",
            "`[slug]`, or to `[[...slug]]` for zero or more segments, or to `%3Aslug%3F`",
        ),
        (":rest*", "a catch-all", "`[...rest]`, or to `%3Arest%2A`"),
        ("{slug}", "a parameter", "`[slug]`, or to `%7Bslug%7D`"),
        ("{id:int}", "a parameter", "`[id]`, or to `%7Bid%3Aint%7D`"),
        (
            "{*rest}",
            "a catch-all",
            "`[...rest]`, or to `%7B%2Arest%7D`",
        ),
        (
            "{path...}",
            "a catch-all",
            "`[...path]`, or to `%7Bpath...%7D`",
        ),
        (
            "{-$slug}",
            "an optional parameter",
            "`[slug]`, or to `[[...slug]]`",
        ),
        ("<slug>", "a parameter", "`[slug]`, or to `%3Cslug%3E`"),
        ("<int:id>", "a parameter", "`[id]`, or to `%3Cint%3Aid%3E`"),
        (
            "<path..>",
            "a catch-all",
            "`[...path]`, or to `%3Cpath..%3E`",
        ),
        ("$slug", "a parameter", "`[slug]`, or to `%24slug`"),
        ("$", "a catch-all", "`[...path]`, or to `%24`"),
        ("*", "a catch-all", "`[...path]`, or to `%2A`"),
        ("*rest", "a catch-all", "`[...rest]`, or to `%2Arest`"),
        (
            "($lang)",
            "an optional parameter",
            "`[lang]`, or to `[[...lang]]`",
        ),
        (
            "[slug?]",
            "an optional parameter",
            "`[slug]`, or to `[[...slug]]`",
        ),
        (
            "[slug]?",
            "an optional parameter",
            "`[slug]`, or to `[[...slug]]`",
        ),
        ("[slug=int]", "a parameter", "`[slug]`"),
    ] {
        let problem = folder(name).expect_err(name);
        let message = format!("`{name}` is {what} in the syntax of another router");
        assert_eq!(problem.message, message);
        let start = format!("rename the folder to {help}");
        assert!(problem.help.starts_with(&start), "{name}: {}", problem.help);
    }
}
