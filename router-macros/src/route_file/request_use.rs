//! The uses of a request in the text of a middleware.

use super::{
    lexer::{MAX_NESTED, Token, TokenKind, tokens},
    split::{at_commas, single_colon},
    unchanged_response::returns_unchanged,
};

/// The uses of the request in the text of a middleware.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RequestUse {
    /// It reads parts of the request, changes its method or version, adds extensions, and passes the request on.
    Parts,
    /// It may also change headers or the client's address, and its extractors may read the context that the runtime adds to the request.
    Context,
    /// It may also change the URI, and read or remove extensions by their types.
    Extensions,
    /// Other code may see the request as a whole.
    Whole,
}

/// The uses of the request and its response in the text of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodyUse {
    pub(crate) request: RequestUse,
    /// `true` if the function certainly returns each response of the rest of its stack unchanged.
    pub(crate) returns_unchanged: bool,
}

impl BodyUse {
    /// The uses of other code.
    pub(super) const UNKNOWN: Self = Self {
        request: RequestUse::Whole,
        returns_unchanged: false,
    };
}

/// Methods of a request that lend a part of it.
const PARTS: [(&str, RequestUse); 8] = [
    ("headers", RequestUse::Parts),
    ("headers_mut", RequestUse::Context),
    ("method", RequestUse::Parts),
    ("method_mut", RequestUse::Parts),
    ("uri", RequestUse::Parts),
    ("uri_mut", RequestUse::Extensions),
    ("version", RequestUse::Parts),
    ("version_mut", RequestUse::Parts),
];

/// The extension with the client's address, on which the effects on the response depend.
const ADDRESS: &str = "ConnectInfo";

/// Methods of extensions that read or change the value of one type.
const ONE_EXTENSION: [(&str, RequestUse); 4] = [
    ("get", RequestUse::Extensions),
    ("get_mut", RequestUse::Extensions),
    ("insert", RequestUse::Parts),
    ("remove", RequestUse::Extensions),
];

/// Macros of the standard library and of `tracing`, whose code sees only what their arguments name. Any other macro may be one that
/// includes a file, or a procedural one that makes the name of the request itself.
const MACROS: [&str; 28] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "dbg",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprintln",
    "error",
    "event",
    "format",
    "format_args",
    "info",
    "matches",
    "panic",
    "println",
    "stringify",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "vec",
    "warn",
    "write",
    "writeln",
];

/// Words before `!(…)` that do not make it the call of a macro.
const KEYWORDS: [&str; 8] = [
    "break", "else", "if", "in", "match", "return", "while", "yield",
];

/// Returns the uses in the body of a function whose last two arguments are the request and the rest of its stack.
pub(super) fn body_use(source: &str, arguments: &[Token], body: Token) -> BodyUse {
    let names = at_commas(arguments);
    let names: Vec<_> = names.iter().map(|it| name(source, it)).collect();
    let [.., Some(request), Some(next)] = *names else {
        return BodyUse::UNKNOWN;
    };
    let text = Text {
        source,
        request,
        next,
    };
    match text.request_use(body, MAX_NESTED) {
        Some(request) => BodyUse {
            request,
            returns_unchanged: returns_unchanged(source, next, body),
        },
        None => BodyUse::UNKNOWN,
    }
}

/// The name of an argument, without its pattern.
fn name<'s>(source: &'s str, argument: &[Token]) -> Option<&'s str> {
    let pattern = &argument[..single_colon(argument)?];
    let name = match pattern {
        [name] => name,
        [word, name] if word.is_ident(source, "mut") => name,
        _ => return None,
    };
    (name.kind == TokenKind::Ident && is_plain(name, source)).then(|| name.text(source))
}

/// Returns `true` if a name has one spelling. `r#name` is another one of `name`, and letters beyond ASCII may be composed or not; some of
/// them compose to one of ASCII.
fn is_plain(name: &Token, source: &str) -> bool {
    let text = name.text(source);
    text.is_ascii() && !text.starts_with("r#")
}

struct Text<'s> {
    source: &'s str,
    request: &'s str,
    next: &'s str,
}

impl Text<'_> {
    /// The uses in a group; `None` if the request is seen as a whole.
    fn request_use(&self, group: Token, depth: usize) -> Option<RequestUse> {
        let depth = depth.checked_sub(1)?;
        let tokens = tokens(self.source, group.inner())?;
        let mut uses = RequestUse::Parts;
        let mut rest = &*tokens;
        while let [token, behind @ ..] = rest {
            let (part, length) = match token.kind {
                TokenKind::Group(_) => (self.request_use(*token, depth)?, 0),
                TokenKind::Ident if !is_plain(token, self.source) => return None,
                TokenKind::Ident if self.calls_unknown_macro(*token, behind) => return None,
                TokenKind::Ident if token.is_ident(self.source, self.request) => {
                    self.part(behind)?
                }
                TokenKind::Ident if token.is_ident(self.source, self.next) => {
                    (RequestUse::Parts, self.run(behind)?)
                }
                TokenKind::Ident if token.is_ident(self.source, ADDRESS) => {
                    (RequestUse::Context, 0)
                }
                _ => (RequestUse::Parts, 0),
            };
            uses = uses.max(part);
            rest = &behind[length..];
        }
        Some(uses)
    }

    /// Returns `true` for the name of a macro that may see more than its arguments.
    fn calls_unknown_macro(&self, name: Token, behind: &[Token]) -> bool {
        let [mark, arguments, ..] = behind else {
            return false;
        };
        let name = name.text(self.source);
        mark.is_punct(b'!')
            && matches!(arguments.kind, TokenKind::Group(_))
            && !KEYWORDS.contains(&name)
            && !MACROS.contains(&name)
    }

    /// The use of a part of the request, and the number of tokens behind it that lend the part.
    fn part(&self, behind: &[Token]) -> Option<(RequestUse, usize)> {
        let [dot, part, list, rest @ ..] = behind else {
            return None;
        };
        if !dot.is_punct(b'.') || !self.is_empty(list) {
            return None;
        }
        let part = part.text(self.source);
        if let Some((_, used)) = PARTS.into_iter().find(|(name, _)| *name == part) {
            return Some((used, 3));
        }
        let [dot, method, ..] = rest else {
            return None;
        };
        if !dot.is_punct(b'.') || !matches!(part, "extensions" | "extensions_mut") {
            return None;
        }
        let method = method.text(self.source);
        let (_, used) = ONE_EXTENSION
            .into_iter()
            .find(|(name, _)| *name == method)?;
        Some((used, 5))
    }

    /// The number of tokens behind the rest of the middleware that pass the request on.
    fn run(&self, behind: &[Token]) -> Option<usize> {
        let [dot, run, list, ..] = behind else {
            return None;
        };
        if !dot.is_punct(b'.') || !run.is_ident(self.source, "run") || !list.is_group(b'(') {
            return None;
        }
        let passed = tokens(self.source, list.inner())?;
        let is_request = matches!(&*passed, [it] if it.is_ident(self.source, self.request));
        is_request.then_some(3)
    }

    fn is_empty(&self, list: &Token) -> bool {
        list.is_group(b'(') && tokens(self.source, list.inner()).is_some_and(|it| it.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app_file::FileKind, route_file::read, runtime::Runtime};
    use proptest::{collection::vec, prelude::*, sample::select};

    fn uses(arguments: &str, body: &str) -> RequestUse {
        let source = format!("({arguments}) {{ {body} }}");
        let both = tokens(&source, 0..source.len()).unwrap();
        let arguments = tokens(&source, both[0].inner()).unwrap();
        body_use(&source, &arguments, both[1]).request
    }

    #[test]
    fn other_code_sees_a_request_unless_only_its_parts_are_used() {
        use RequestUse::{Context, Extensions, Parts, Whole};
        for (body, expected) in [
            ("next.run(request).await", Parts),
            ("Ok(next.run(request).await)", Parts),
            (
                "request.headers().get(\"a\"); next.run(request).await",
                Parts,
            ),
            ("if request.uri().path() == \"/\" { return a; }", Parts),
            ("*request.method_mut() = Method::GET;", Parts),
            // Cookies are read from the headers that the client sent.
            (
                "request.headers_mut().remove(\"cookie\"); next.run(request).await",
                Context,
            ),
            ("request.extensions_mut().insert(User);", Parts),
            ("request.extensions_mut().insert(ConnectInfo(a));", Context),
            (
                "info!(path = %request.uri()); next.run(request).await",
                Parts,
            ),
            ("StatusCode::OK", Parts),
            ("// into_parts\n next.run(request).await", Parts),
            ("request.extensions().get::<User>();", Extensions),
            ("{ request.extensions_mut().remove::<User>(); }", Extensions),
            (
                "*request.uri_mut() = uri; next.run(request).await",
                Extensions,
            ),
            ("mark(&mut request); next.run(request).await", Whole),
            ("request.extensions().clone();", Whole),
            ("let e = request.extensions();", Whole),
            ("request.extract_parts::<Path<u8>>().await", Whole),
            ("let (parts, body) = request.into_parts();", Whole),
            (
                "let request = wrapped(request); next.run(request).await",
                Whole,
            ),
            ("next.run(wrapped(request)).await", Whole),
            ("next.call(request).await", Whole),
            ("other.run(request).await", Whole),
            ("let next = Own; next.run(request).await", Whole),
            ("{ [ (request) ] }", Whole),
            ("request.uri", Whole),
            ("request", Whole),
            ("next", Whole),
            ("next.run", Whole),
            ("if !(request.uri().path() == \"/\") { return a; }", Parts),
            ("if request.uri() != (b) { return !(a); }", Parts),
            ("format!(\"{}\", request.uri())", Parts),
            ("let next = café;", Whole),
            ("next.run é", Whole),
            ("next.run[request]", Whole),
            ("mark(&mut r#request);", Whole),
            ("r#next.run(r#request).await", Whole),
            ("let é = 1; next.run(request).await", Whole),
            // The Kelvin sign composes to the letter of ASCII.
            ("let \u{212a} = 1; next.run(request).await", Whole),
            ("include!(\"rest.rs\")", Whole),
            ("std::include! { \"rest.rs\" }", Whole),
            ("own_macro![]; next.run(request).await", Whole),
        ] {
            let found = uses("mut request: Request, next: Next", body);
            assert_eq!(found, expected, "{body}");
        }
    }

    /// Words, punctuation and pieces that end within a character or a group.
    const PIECES: [&str; 32] = [
        "request",
        "next",
        "run",
        ".",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "request()",
        "next.run(request)",
        "é",
        "\u{301}",
        "\u{212a}",
        "r#",
        "r#next",
        "r#\"",
        "\"",
        "'",
        "'a",
        "b'",
        "!",
        "include!",
        "/*",
        "*/",
        "//",
        "\n",
        ":",
        ",",
        "extensions_mut().insert",
        "<>",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn no_text_makes_it_panic(
            arguments in vec(select(&PIECES[..]), 0..8),
            body in vec(select(&PIECES[..]), 0..24),
            is_spaced in any::<bool>(),
        ) {
            let separator = if is_spaced { " " } else { "" };
            let (arguments, body) = (arguments.join(separator), body.join(separator));
            let source = format!(
                "pub async fn middleware({arguments}) {{ {body} }}\n\
                 pub async fn middleware(request: Request, next: Next) {{ {body} }}"
            );
            read(&source, FileKind::Middleware, &Runtime::default());
            let whole = format!("{{{body}}}");
            let text = Text { source: &whole, request: "request", next: "next" };
            for token in tokens(&whole, 0..whole.len()).unwrap_or_default() {
                let _uses = text.request_use(token, MAX_NESTED);
            }
        }
    }

    #[test]
    fn other_code_sees_a_request_without_a_name() {
        use RequestUse::{Parts, Whole};
        let body = "next.run(request).await";
        for (arguments, expected) in [
            ("request: Request, next: Next", Parts),
            (
                "State(s): State<S>, request: axum::extract::Request, mut next: Next",
                Parts,
            ),
            ("(request): Request, next: Next", Whole),
            ("next: Next", Whole),
            ("r#request: Request, next: Next", Whole),
            ("request: Request, r#next: Next", Whole),
            ("requ\u{e9}te: Request, next: Next", Whole),
            ("", Whole),
        ] {
            assert_eq!(uses(arguments, body), expected, "{arguments}");
        }
    }
}
