//! The response of the rest of the stack in the text of a middleware.

use super::lexer::{MAX_NESTED, Token, TokenKind, tokens};

/// Items in a function that may give `Ok` another meaning.
const ITEMS: [&str; 5] = ["const", "fn", "static", "struct", "use"];

/// Returns `true` if a function returns each response of the rest of the stack unchanged: as its last expression or by `return`, also in
/// `Ok(…)`, if that is the one of the standard library. `next` is the name of the rest of the stack, which occurs only as
/// `next.run(request)`.
pub(super) fn returns_unchanged(source: &str, next: &str, body: Token) -> bool {
    let text = Text { source, next };
    text.returns_unchanged(body, true, true, MAX_NESTED) == Some(true)
}

#[derive(Clone, Copy)]
struct Text<'s> {
    source: &'s str,
    next: &'s str,
}

impl Text<'_> {
    /// `None` if the group does not lex, or is nested too deeply. `may_return` is `false` inside a group that may be the body of an inner
    /// function, where `return` does not leave the middleware.
    fn returns_unchanged(
        self,
        group: Token,
        is_body: bool,
        may_return: bool,
        depth: usize,
    ) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        let tokens = tokens(self.source, group.inner())?;
        // Only an inner function that is `async` can await.
        let is_async = tokens.iter().any(|it| it.is_ident(self.source, "async"));
        let may_return_inside = may_return && !is_async;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let length = self.response(&tokens[at..]);
            if length == 0 {
                let is_unchanged = match token.kind {
                    TokenKind::Group(_) => {
                        self.returns_unchanged(*token, false, may_return_inside, depth)?
                    }
                    TokenKind::Ident => {
                        let word = token.text(self.source);
                        word != self.next && !ITEMS.contains(&word)
                    }
                    _ => true,
                };
                if !is_unchanged {
                    return Some(false);
                }
                at += 1;
                continue;
            }
            let (before, behind) = (&tokens[..at], &tokens[at + length..]);
            let is_last = is_body && behind.is_empty() && is_end_of_statement(before);
            let is_returned = may_return && self.is_returned(before, behind);
            if !is_last && !is_returned {
                return Some(false);
            }
            at += length;
        }
        Some(true)
    }

    /// The number of tokens of a response, `next.run(request).await` or `Ok(next.run(request).await)`; otherwise 0.
    fn response(self, tokens: &[Token]) -> usize {
        match tokens {
            [next, dot, run, list, second, wait, ..]
                if next.is_ident(self.source, self.next)
                    && dot.is_punct(b'.')
                    && run.is_ident(self.source, "run")
                    && list.is_group(b'(')
                    && second.is_punct(b'.')
                    && wait.is_ident(self.source, "await") =>
            {
                6
            }
            [ok, list, ..] if ok.is_ident(self.source, "Ok") && list.is_group(b'(') => {
                let inside = self::tokens(self.source, list.inner()).unwrap_or_default();
                // Only one of them: an `Ok` in another is no response.
                let is_response = inside.len() == 6 && self.response(&inside) == 6;
                if is_response { 2 } else { 0 }
            }
            _ => 0,
        }
    }

    /// Returns `true` between `return` and the end of a statement.
    fn is_returned(self, before: &[Token], behind: &[Token]) -> bool {
        let [before @ .., word] = before else {
            return false;
        };
        word.is_ident(self.source, "return")
            && is_end_of_statement(before)
            && behind.first().is_none_or(|it| it.is_punct(b';'))
    }
}

/// Returns `true` if a statement ends with these tokens.
fn is_end_of_statement(tokens: &[Token]) -> bool {
    let last = tokens.last();
    last.is_none_or(|last| last.is_punct(b';') || last.is_group(b'{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_unchanged(body: &str) -> bool {
        let source = format!("{{ {body} }}");
        let body = tokens(&source, 0..source.len()).unwrap()[0];
        returns_unchanged(&source, "next", body)
    }

    #[test]
    fn a_response_is_unchanged_if_it_is_only_returned() {
        for body in [
            "next.run(request).await",
            "Ok(next.run(request).await)",
            "let a = 1; next.run(request).await",
            "if a { return StatusCode::OK.into_response(); } next.run(request).await",
            "if a || b { return next.run(request).await; } StatusCode::OK.into_response()",
            "match a { A | B => { return Ok(next.run(request).await) } _ => {} } Err(c)",
            "let f = |a| a + 1; if f(2) > b { return next.run(request).await; } c",
            "return next.run(request).await;",
            "let f = |a| a + 1; return next.run(request).await;",
            "StatusCode::OK",
        ] {
            assert!(is_unchanged(body), "{body}");
        }
        for body in [
            "let response = next.run(request).await; response",
            "next.run(request).await.into_response()",
            "next.run(request).await;",
            "response = next.run(request).await",
            "([(A, B)], next.run(request).await)",
            "Ok(([(A, B)], next.run(request).await))",
            "Ok(next.run(request).await.map(f))",
            "Ok(next.run(request).await)?",
            "Own::Ok(next.run(request).await)",
            "Some(next.run(request).await)",
            "&next.run(request).await",
            "a && return next.run(request).await",
            "let a = { next.run(request).await }; a",
            "let a = async { return next.run(request).await; }; change(a.await)",
            "let a = async move { if b { return next.run(request).await; } c }; change(a.await)",
            "let a = async || { return next.run(request).await; }; change(a().await)",
            "let a = async move |b| { return next.run(request).await; }; change(a(b).await)",
            "change(async |b| { return next.run(request).await; }).await",
            "use crate::changed as Ok; Ok(next.run(request).await)",
            "fn Ok(response: Response) -> Response { change(response) } Ok(next.run(request).await)",
            "const Ok: fn(Response) -> Response = change; Ok(next.run(request).await)",
            "struct Ok(Response); Ok(next.run(request).await)",
            "change(next)",
            "next",
        ] {
            assert!(!is_unchanged(body), "{body}");
        }
    }

    #[test]
    fn a_response_in_too_many_groups_may_be_changed() {
        let nested = |count| {
            let (open, close) = ("{ ".repeat(count), " }".repeat(count));
            format!("{open}return next.run(request).await;{close} a")
        };
        assert!(is_unchanged(&nested(10)));
        assert!(!is_unchanged(&nested(MAX_NESTED + 1)));
    }
}
