//! Generated code for a crate that does not find `router-runtime` under its own name.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// `:: router_runtime :: __private`, in tokens.
const PATH: [&str; 6] = [":", ":", "router_runtime", ":", ":", "__private"];

/// The code with `crate::alias` in place of `::router_runtime::__private`. Nothing is written with the alias at once, because most
/// crates need none: only these pay for the walk.
pub(super) fn through(alias: &Ident, code: TokenStream) -> TokenStream {
    let trees: Vec<TokenTree> = code.into_iter().collect();
    let mut renamed = TokenStream::new();
    let mut rest = trees.as_slice();
    while let Some((tree, behind)) = rest.split_first() {
        if is_path(rest) {
            renamed.extend(quote!(crate::#alias));
            rest = &rest[PATH.len()..];
            continue;
        }
        match tree {
            TokenTree::Group(group) => {
                let mut inside =
                    proc_macro2::Group::new(group.delimiter(), through(alias, group.stream()));
                inside.set_span(group.span());
                inside.to_tokens(&mut renamed);
            }
            other => other.to_tokens(&mut renamed),
        }
        rest = behind;
    }
    renamed
}

fn is_path(trees: &[TokenTree]) -> bool {
    trees.len() >= PATH.len()
        && trees.iter().zip(PATH).all(|(tree, text)| match tree {
            TokenTree::Ident(ident) => ident == text,
            TokenTree::Punct(mark) => text == ":" && mark.as_char() == ':',
            TokenTree::Group(_) | TokenTree::Literal(_) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_through_the_alias() {
        let plumbing = quote!(::router_runtime::__private);
        let code = quote! {
            use #plumbing::*;
            fn a() -> Vec<::router_runtime::__private::Route> { ::router_runtime::__private::href("::router_runtime::__private") }
        };
        let alias = quote::format_ident!("__app_runtime");
        let expected = quote! {
            use crate::__app_runtime::*;
            fn a() -> Vec<crate::__app_runtime::Route> { crate::__app_runtime::href("::router_runtime::__private") }
        };
        assert_eq!(through(&alias, code).to_string(), expected.to_string());
    }
}
