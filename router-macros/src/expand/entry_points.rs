//! The functions that users call: `router()`, `routes()`, `service()`, `builder()`.

use crate::input::Input;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// A name at the root of the crate for the state's type, which the user names there and not inside `mod app`.
pub(super) fn state_alias(module: &Ident) -> Ident {
    let module = module.to_string();
    format_ident!("__{}_state", module.trim_start_matches("r#"))
}

/// A name at the root of the crate for the runtime's items for generated code, where `crate = …` leads to them.
pub(super) fn runtime_alias(module: &Ident) -> Ident {
    let module = module.to_string();
    format_ident!("__{}_runtime", module.trim_start_matches("r#"))
}

/// The functions of an application.
pub(super) fn write(input: &Input) -> TokenStream {
    let alias = state_alias(&input.module);
    let (parameter, state) = match &input.state {
        None => (TokenStream::new(), quote!(())),
        Some(_) => (quote!(state: crate::#alias), quote!(state)),
    };
    quote! {
        // The only place that needs a certain state, so that a mistake in its type is one error.
        fn __enter<E: ::router_runtime::__private::EntryPoint<crate::#alias>>(
            entry_point: &E,
            state: crate::#alias,
        ) -> E::Output {
            ::router_runtime::__private::enter(entry_point, &DEFINITION, state)
        }

        /// The application with options; `.router()` or `.service()` finishes it.
        pub fn builder(#parameter) -> ::router_runtime::__private::AppBuilder<crate::#alias> {
            __enter(&::router_runtime::__private::entry_points::builder, #state)
        }

        /// The application as an axum `Router`.
        pub fn router(#parameter) -> ::router_runtime::__private::Router {
            __enter(&::router_runtime::__private::entry_points::router, #state)
        }

        /// The application as an axum `Router` without a fallback, for merging.
        pub fn routes(#parameter) -> ::router_runtime::__private::Router {
            __enter(&::router_runtime::__private::entry_points::routes, #state)
        }

        /// The application as a service, which is faster than the `Router`.
        pub fn service(#parameter) -> ::router_runtime::__private::AppService<crate::#alias> {
            __enter(&::router_runtime::__private::entry_points::service, #state)
        }
    }
}

/// The same functions without an application, so that their callers still compile. Those of `calls_with_state` take any state.
pub(super) fn stand_ins(input: &Input, calls_with_state: &[&str]) -> TokenStream {
    let alias = state_alias(&input.module);
    let stand_in = |name: &str, output: Option<TokenStream>| {
        let is_any = calls_with_state.contains(&name);
        let (generics, state) = if is_any {
            (Some(quote!(<S>)), quote!(S))
        } else {
            (None, quote!(crate::#alias))
        };
        let parameter = (is_any || input.state.is_some()).then(|| quote!(_: #state));
        let output = output.map_or_else(
            || quote!(::router_runtime::__private::Router),
            |output| quote!(#output<#state>),
        );
        let name = Ident::new(name, Span::call_site());
        quote! {
            pub fn #name #generics(#parameter) -> #output {
                ::router_runtime::__private::stand_in()
            }
        }
    };
    let of_state = |name, output| stand_in(name, Some(output));
    let functions = [
        of_state("builder", quote!(::router_runtime::__private::AppBuilder)),
        stand_in("router", None),
        stand_in("routes", None),
        of_state("service", quote!(::router_runtime::__private::AppService)),
    ];
    functions.into_iter().collect()
}
