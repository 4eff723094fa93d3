//! Code as text.
//!
//! Code that exists for every route is written as text, which rustc reads in one go. Tokens cost several times as much: the macro is
//! compiled without optimization, and each token is a call into the compiler.

use crate::diagnostics::Code;
use proc_macro::TokenTree;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use std::{borrow::Cow, fmt::Display};

/// Appends to a `String`, which cannot fail.
macro_rules! write {
    ($code:expr, $($text:tt)*) => {{
        use ::std::fmt::Write as _;
        let _ = $code.write_fmt(::std::format_args!($($text)*));
    }};
}
pub(super) use write;

/// The tokens of code, read by rustc itself. proc-macro2 would read it twice.
pub(super) fn parse(code: &str) -> TokenStream {
    read(code).into()
}

/// The tokens of code, with an attribute before each `#`. All share its tokens, which the compiler reads and stores once.
pub(super) fn parse_under(attribute: &str, code: &str) -> TokenStream {
    let attribute: Vec<TokenTree> = read(attribute).into_iter().collect();
    let mut trees = Vec::new();
    for tree in read(code) {
        if matches!(&tree, TokenTree::Punct(mark) if mark.as_char() == '#') {
            trees.extend_from_slice(&attribute);
        }
        trees.push(tree);
    }
    proc_macro::TokenStream::from_iter(trees).into()
}

fn read(code: &str) -> proc_macro::TokenStream {
    code.parse().unwrap_or_else(|error| {
        let problem = invalid(&error);
        quote!(::core::compile_error! { #problem }).into()
    })
}

/// The error for code that is not Rust: a bug of the macro.
fn invalid(error: &dyn Display) -> String {
    let code = Code::Internal;
    format!("{code} `routes!` generated invalid Rust: {error}")
}

/// Text of many lines as one literal, raw if possible: escaping it letter by letter is slow.
pub(super) fn raw_literal(text: &str) -> TokenStream {
    if text.contains('"') || text.contains('\r') {
        quote!(#text)
    } else {
        parse(&format!("r\"{text}\""))
    }
}

/// `"text"`, escaped.
pub(super) fn literal(text: &str) -> String {
    let escaped = escaped(text);
    let mut quoted = String::with_capacity(escaped.len() + 2);
    quoted.push('"');
    quoted.push_str(&escaped);
    quoted.push('"');
    quoted
}

/// The text between the quotes of a literal.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let quoted = Literal::string(text).to_string();
    let inside = quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    Cow::Owned(inside.unwrap_or(&quoted).to_owned())
}

/// Returns `true` if no character needs an escape. A plain loop, because macros run unoptimized in development.
fn is_plain(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if matches!(text[at], 0..b' ' | b'"' | b'\\' | 0x7f) {
            return false;
        }
        at += 1;
    }
    true
}

/// An identifier resolved where the macro is called.
pub(super) fn identifier(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_code_is_reported_with_its_code() {
        let expected = "[R0802] `routes!` generated invalid Rust: lex error";
        assert_eq!(invalid(&"lex error"), expected);
    }
}
