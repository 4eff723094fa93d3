//! Exports from glob imports and macro calls: the text does not show them, so name resolution looks for them.

use super::{config, modules::Modules, route::Route};
use crate::{check::HiddenExport, diagnostics::render};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// For each file with glob imports or macro calls: a constant that cannot be evaluated if they hide an export.
pub(super) fn write(
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    hidden: &BTreeMap<String, Vec<HiddenExport>>,
) -> TokenStream {
    let files = routes.iter().map(Route::file);
    files
        .filter_map(|file| {
            let hidden = hidden.get(&file.path)?;
            let module = modules.of(&file.path)?;
            let cfg = config::cfg(file.exports.cfg.as_deref());
            let refusals = hidden.iter().map(refusal);
            Some(quote! {
                #cfg
                const _: () = {
                    use absent::*;
                    {
                        use crate::#module::*;
                        #(#refusals)*
                    }
                };
            })
        })
        .collect()
}

fn refusal(hidden: &HiddenExport) -> TokenStream {
    let name = Ident::new(hidden.name, Span::call_site());
    let problem = render(&hidden.problem);
    let check = if hidden.is_config {
        quote!(no_config)
    } else {
        quote!(no_handler)
    };
    quote!(#check(&#name, #problem);)
}
