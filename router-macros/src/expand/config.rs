//! A file's constants as one `RouteConfig`, evaluated and checked by the compiler.

use crate::{
    diagnostics::{self, Problem},
    tree::Endpoint,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The name of the constant that holds a file's config.
pub(super) fn name(module: &Ident) -> Ident {
    format_ident!("{module}_config")
}

/// `RouteConfigBuilder::new("app/items/route.rs").dynamic(…)….build()`, as an expression.
///
/// `if_cached` is wrong if the constants say that answers are cached.
pub(super) fn write(
    file: &str,
    module: &Ident,
    endpoint: &Endpoint,
    if_cached: Option<&Problem>,
) -> TokenStream {
    let statements = endpoint.source.constants.iter().map(|constant| {
        let name = Ident::new(&constant.name, Span::call_site());
        let value = quote!(crate::#module::#name);
        let value = match constant.name.as_str() {
            "revalidate" => quote!(::router_runtime::__private::RevalidateValue(#value).get()),
            "preferred_region" => quote!(::router_runtime::__private::RegionValue(#value).get()),
            _ => value,
        };
        let cfg = cfg(constant.cfg.as_deref());
        let place = format!("{file}:{}:{}", constant.at.line, constant.at.column);
        quote!(#cfg { config = config.at(#place).#name(#value); })
    });
    let condition = if_cached.map(|problem| {
        let problem = diagnostics::render(problem);
        quote!(.reads_request(#problem))
    });
    // Cached, unless the file says otherwise.
    let is_metadata = endpoint.kind.metadata().is_some();
    let metadata = is_metadata.then(|| quote!(.metadata()));
    quote! {
        {
            let mut config = ::router_runtime::__private::RouteConfigBuilder::new(#file);
            #(#statements)*
            config.at(#file)#metadata #condition.build()
        }
    }
}

/// `#[cfg(…)]` for this predicate.
pub(super) fn cfg(predicate: Option<&str>) -> Option<TokenStream> {
    let predicate = tokens(predicate?);
    Some(quote!(#[cfg(#predicate)]))
}

/// The same as text; empty where there is no predicate.
pub(super) fn cfg_text(predicate: Option<&str>) -> String {
    predicate.map_or_else(String::new, |predicate| format!("#[cfg({predicate})] "))
}

/// The tokens of source text that was read as tokens before.
pub(super) fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap_or_default()
}
