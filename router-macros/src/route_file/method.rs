//! Handlers: `pub async fn GET(…)`.

use super::{
    attributes::are_plain,
    exports::{Argument, Flaw, Handler, Shape},
    lexer::{MAX_NESTED, Token, TokenKind, tokens},
    request_use::{BodyUse, body_use},
    skim::{SourceItem, follows_macro_name},
    split::{after_colon, at_commas},
    text::folded,
};
use crate::location::position;

/// Reads a function as a handler; `None` if its head does not parse.
pub(super) fn handler(source: &str, item: &SourceItem, cfg: Option<String>) -> Option<Handler> {
    let (is_generic, list) = head(&item.rest)?;
    let inside = tokens(source, list.inner())?;
    let arguments = arguments(source, &inside)?;
    let has_modifier = |word| item.modifiers.iter().any(|it| it.is_ident(source, word));
    let flaw = if has_modifier("unsafe") {
        Some(Flaw::Unsafe)
    } else if has_modifier("extern") {
        Some(Flaw::Extern)
    } else if has_modifier("const") {
        Some(Flaw::Const)
    } else if is_generic {
        Some(Flaw::Generic)
    } else if takes_impl_trait(source, &inside) {
        Some(Flaw::ImplTrait)
    } else {
        None
    };
    let name = item.plain_name(source);
    let body = item.rest.last().filter(|body| body.is_group(b'{'));
    let body_use = match body {
        Some(body) if name == "middleware" => body_use(source, &inside, *body),
        _ => BodyUse::UNKNOWN,
    };
    Some(Handler {
        name: name.to_owned(),
        shape: Shape::Fn {
            is_async: has_modifier("async"),
            arguments,
        },
        returns: returned(source, &item.rest),
        is_certain: cfg.is_none()
            && are_plain(source, &item.attributes)
            && !inside.iter().any(|token| token.is_punct(b'#')),
        cfg,
        at: position(source, item.name.start),
        body_use,
        flaw,
    })
}

/// The type between `->` and the body.
fn returned(source: &str, rest: &[Token]) -> Option<Argument> {
    let (_, list) = head(rest)?;
    let after = rest.iter().position(|token| token.start == list.start)? + 1;
    let [dash, arrow, ty @ ..] = rest.get(after..)? else {
        return None;
    };
    if !dash.is_punct(b'-') || !arrow.is_punct(b'>') {
        return None;
    }
    let ends = |at: &usize| {
        let is_body = ty[*at].is_group(b'{') && !follows_macro_name(&ty[..*at]);
        is_body || ty[*at].is_ident(source, "where")
    };
    let ty = &ty[..(0..ty.len()).find(ends).unwrap_or(ty.len())];
    Some(Argument {
        ty: folded(source, ty),
        at: position(source, ty.first()?.start),
    })
}

/// Returns the argument list, and `true` before it if the function has generic parameters.
fn head(rest: &[Token]) -> Option<(bool, Token)> {
    let is_generic = rest.first()?.is_punct(b'<');
    let list = if is_generic {
        let mut angles = 0_usize;
        let mut after_dash = false;
        rest.iter().find(|token| {
            match token.kind {
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !after_dash => angles = angles.saturating_sub(1),
                _ => {}
            }
            after_dash = token.is_punct(b'-');
            angles == 0 && token.is_group(b'(')
        })
    } else {
        rest.first()
    };
    let is_empty = matches!(rest, [_, close, ..] if is_generic && close.is_punct(b'>'));
    Some((
        is_generic && !is_empty,
        list.copied().filter(|list| list.is_group(b'('))?,
    ))
}

fn arguments(source: &str, inside: &[Token]) -> Option<Vec<Argument>> {
    at_commas(inside)
        .into_iter()
        .map(|argument| {
            let ty = after_colon(argument)?;
            Some(Argument {
                ty: folded(source, ty),
                at: position(source, ty.first()?.start),
            })
        })
        .collect()
}

/// `impl` anywhere in the argument list; inside a `fn` pointer it would not compile anyway.
fn takes_impl_trait(source: &str, inside: &[Token]) -> bool {
    has_impl(source, inside, MAX_NESTED)
}

fn has_impl(source: &str, inside: &[Token], depth: usize) -> bool {
    inside.iter().any(|token| match token.kind {
        TokenKind::Ident => token.text(source) == "impl",
        TokenKind::Group(b'(' | b'[') if depth > 0 => {
            tokens(source, token.inner()).is_some_and(|inside| has_impl(source, &inside, depth - 1))
        }
        _ => false,
    })
}
