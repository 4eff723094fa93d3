//! Any rules: an error or an application, and no redirect from a target to itself.
#![no_main]

use axum::http::StatusCode;
use fuzz::{Buffered, Piece, TARGETS, application, get, headers, run, text};
use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use router_runtime::rules::{Condition, HeaderRule, Redirect};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

#[derive(Arbitrary, Debug)]
struct Rule<'a> {
    source: Vec<Piece<'a>>,
    destination: Vec<Piece<'a>>,
    /// The subject, its name and its expression.
    condition: Option<(u8, Vec<Piece<'a>>, Option<Vec<Piece<'a>>>)>,
    is_missing: bool,
    below_base_path: bool,
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    redirects: Vec<Rule<'a>>,
    headers: Vec<Rule<'a>>,
    base_path: bool,
    target: Vec<Piece<'a>>,
    sent: Vec<(u8, Vec<Piece<'a>>)>,
}

const PIECES: &[&str] = &[
    "/",
    ":a",
    ":b",
    ":path*",
    ":path+",
    ":a?",
    "(\\d+)",
    "(.*)",
    "([^/]*)",
    "{",
    "}",
    "(",
    ")",
    "\\",
    "*",
    "?",
    "+",
    "items",
    "docs",
    "x",
    "https://",
    "here",
    ".",
    "%61",
    "%2F",
    "#",
    "?q=",
    "&",
    ":host",
    "(?<v>.+)",
    "theme",
    "accept-language",
    "q",
    "é",
    "//",
    "..",
    "[",
    "]",
    "|",
];

impl Rule<'_> {
    fn condition(&self) -> Option<Condition> {
        let (subject, name, expression) = self.condition.as_ref()?;
        let name = text(name, PIECES);
        let condition = match subject % 4 {
            0 => Condition::header(name),
            1 => Condition::cookie(name),
            2 => Condition::query(name),
            _ => Condition::host(),
        };
        Some(match expression {
            Some(expression) => condition.matching(text(expression, PIECES)),
            None => condition,
        })
    }

    fn redirect(&self) -> Redirect {
        let rule = Redirect::temporary(text(&self.source, PIECES), text(&self.destination, PIECES));
        let rule = if self.below_base_path {
            rule
        } else {
            rule.without_base_path()
        };
        match self.condition() {
            Some(condition) if self.is_missing => rule.missing(condition),
            Some(condition) => rule.has(condition),
            None => rule,
        }
    }

    fn header(&self) -> HeaderRule {
        let rule = HeaderRule::new(text(&self.source, PIECES))
            .set("x-rule", text(&self.destination, PIECES));
        match self.condition() {
            Some(condition) if self.is_missing => rule.missing(condition),
            Some(condition) => rule.has(condition),
            None => rule,
        }
    }
}

fuzz_target!(|input: Input<'_>| {
    let redirects = input
        .redirects
        .iter()
        .take(4)
        .map(Rule::redirect)
        .filter(|rule| rule.check().is_ok());
    let headers_of = input
        .headers
        .iter()
        .take(4)
        .map(Rule::header)
        .filter(|rule| rule.check().is_ok());
    let builder = application().headers(headers_of);
    let builder = if input.base_path {
        builder.base_path("/docs")
    } else {
        builder
    };
    // Rules that lead from one to the other in a circle are refused by a panic.
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let built = catch_unwind(AssertUnwindSafe(|| {
        builder.redirects(redirects.collect::<Vec<_>>())
    }));
    set_hook(hook);
    let builder = match built {
        Ok(builder) => builder,
        Err(panic) => {
            let message = panic.downcast_ref::<String>().expect("a message");
            assert!(message.contains("without end"), "{message}");
            return;
        }
    };
    let target = text(&input.target, TARGETS);
    let Some(request) = get(&target, headers(&input.sent)) else {
        return;
    };
    let uri = request.uri().clone();
    let response = run(Buffered::of(builder.service(), request));
    if response.status == StatusCode::TEMPORARY_REDIRECT {
        let own = uri.path_and_query().map(|it| it.as_str());
        assert_ne!(response.value("location"), own, "{input:?}");
    }
});
