//! What stands where something went wrong.

use super::handlers::state_alias;
use crate::{
    diagnostics::{self, Problem},
    input::Input,
};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

/// One error for each problem.
pub(super) fn errors(input: &Input, problems: &[Problem]) -> TokenStream {
    let span = input.folder.span();
    problems
        .iter()
        .map(|problem| {
            let text = diagnostics::render(problem);
            quote_spanned!(span=> ::core::compile_error! { #text })
        })
        .collect()
}

/// The functions of the application without its wiring: what calls them still compiles.
pub(super) fn write(input: &Input) -> TokenStream {
    let alias = state_alias(&input.module);
    let parameter = input.state.is_some().then(|| quote!(_: crate::#alias));
    quote! {
        pub fn builder(#parameter) -> ::router_runtime::__private::AppBuilder<crate::#alias> {
            ::router_runtime::__private::stand_in()
        }
        pub fn router(#parameter) -> ::router_runtime::__private::Router {
            ::router_runtime::__private::stand_in()
        }
        pub fn routes(#parameter) -> ::router_runtime::__private::Router {
            ::router_runtime::__private::stand_in()
        }
        pub fn service(#parameter) -> ::router_runtime::__private::AppService<crate::#alias> {
            ::router_runtime::__private::stand_in()
        }
    }
}

/// A warning: the use of a deprecated item is the one that stable Rust lets a macro give.
pub(super) fn warning(note: &str) -> TokenStream {
    quote! {
        const _: () = {
            #[deprecated(note = #note)]
            const APP_FOLDER_IS_NOT_WATCHED: () = ();
            #[warn(deprecated)]
            const _: () = APP_FOLDER_IS_NOT_WATCHED;
        };
    }
}
