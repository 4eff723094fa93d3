//! The constants of a file as one `RouteConfig`, which the compiler evaluates and checks.

pub(super) mod of_routes;

use crate::{check::Conditional, diagnostics, tree::RoutedFile};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The name of the constant that holds a file's config.
pub(super) fn name(module: &Ident) -> Ident {
    format_ident!("{module}_config")
}

/// The builder for a file. `outer` is the module of the innermost middleware around it that has constants.
fn builder(shown: &str, outer: Option<&Ident>) -> TokenStream {
    if let Some(outer) = outer.map(name) {
        quote!(#outer.below(#shown))
    } else {
        quote!(::router_runtime::__private::RouteConfigBuilder::new(#shown))
    }
}

/// The builder with the constants of a `middleware.rs`, as an expression.
pub(super) fn write_middleware(
    shown: &str,
    module: &Ident,
    file: &RoutedFile,
    outer: Option<&Ident>,
) -> TokenStream {
    let builder = builder(shown, outer);
    let statements = statements(shown, module, file);
    quote! {
        {
            let mut config = #builder;
            #(#statements)*
            config
        }
    }
}

/// `RouteConfigBuilder::new("app/items/route.rs").dynamic(…)….build()`, as an expression.
///
/// `conditional` are mistakes if the constants cache responses.
pub(super) fn write(
    shown: &str,
    module: &Ident,
    file: &RoutedFile,
    outer: Option<&Ident>,
    conditional: Option<&Conditional>,
) -> TokenStream {
    let builder = builder(shown, outer);
    let statements = statements(shown, module, file);
    let rules = [
        ("dynamic", "revalidate", quote!(check_dynamic)),
        ("cache_expire", "revalidate", quote!(check_expire)),
    ];
    let rules = rules.into_iter().filter_map(|(one, other, rule)| {
        let places = places(shown, file, [one, other])?;
        Some(quote!(.at(#places).#rule()))
    });
    let metadata = file.is_metadata().then(|| quote!(.metadata()));
    let reads_request = conditional.and_then(|it| it.reads_request.as_ref());
    let reads_request = reads_request.map(|problem| {
        let problem = diagnostics::render(problem);
        quote!(.reads_request(#problem))
    });
    let rejects_blank = conditional.and_then(|it| it.rejects_blank.as_ref());
    let rejects_blank = rejects_blank.map(|problem| {
        let problem = diagnostics::render(problem);
        quote!(.rejects_blank(#problem))
    });
    quote! {
        {
            let mut config = #builder;
            #(#statements)*
            config #(#rules)* #metadata #reads_request #rejects_blank.build()
        }
    }
}

/// `config = config.at("app/items/route.rs:3:11").dynamic(…);` for each constant.
fn statements<'f>(
    shown: &'f str,
    module: &'f Ident,
    file: &'f RoutedFile,
) -> impl Iterator<Item = TokenStream> + 'f {
    file.exports.constants.iter().map(move |constant| {
        let name = Ident::new(&constant.name, Span::call_site());
        let value = quote!(crate::#module::#name);
        let value = match constant.name.as_str() {
            "revalidate" => quote!(::router_runtime::__private::RevalidateValue(#value).get()),
            "preferred_region" => quote!(::router_runtime::__private::RegionValue(#value).get()),
            _ => value,
        };
        let cfg = cfg(constant.cfg.as_deref());
        let place = format!("{shown}:{}:{}", constant.at.line, constant.at.column);
        quote!(#cfg { config = config.at(#place).#name(#value); })
    })
}

/// The places of two constants that may contradict each other; the file where one of them exists several times.
fn places(shown: &str, file: &RoutedFile, names: [&str; 2]) -> Option<String> {
    let constants = names.map(|name| {
        let constants = file.exports.constants.iter();
        constants.filter(|it| it.name == name).collect::<Vec<_>>()
    });
    match constants.each_ref().map(Vec::as_slice) {
        [[], _] | [_, []] => None,
        [[one], [other]] => {
            let places = [one.at, other.at].map(|at| format!("{shown}:{}:{}", at.line, at.column));
            Some(places.join("\n         --> "))
        }
        _ => Some(shown.to_owned()),
    }
}

/// `#[cfg(…)]` for this predicate.
pub(super) fn cfg(predicate: Option<&str>) -> Option<TokenStream> {
    let predicate = tokens(predicate?);
    Some(quote!(#[cfg(#predicate)]))
}

/// The same as text; empty without a predicate.
pub(super) fn cfg_text(predicate: Option<&str>) -> String {
    predicate.map_or_else(String::new, |predicate| format!("#[cfg({predicate})] "))
}

/// The tokens of source text that has lexed before.
pub(super) fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap_or_default()
}
