//! The definition of the application: everything that the runtime needs of it.

use super::{
    code, doubts::Doubts, entry_points, error_pages, glob_exports, handlers, layouts, metadata,
    middleware, modules::Modules, route::Route, static_params,
};
use crate::{app_file::METHODS, check::HiddenExport, input::Input, tree::RouteTree};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// The parts of a definition.
pub(super) struct Parts<'a> {
    pub(super) input: &'a Input,
    /// The path from the calling file to the app folder.
    pub(super) folder: &'a str,
    pub(super) tree: &'a RouteTree,
    /// The crate has a folder `public`.
    pub(super) has_public: bool,
    pub(super) routes: &'a [Route<'a>],
    pub(super) modules: &'a Modules<'a>,
    /// By file: exports that only name resolution can find.
    pub(super) hidden_exports: &'a BTreeMap<String, Vec<HiddenExport>>,
    /// By route: the path from `mod app` to the module of its folder.
    pub(super) folder_paths: &'a [String],
    pub(super) doubts: &'a Doubts<'a>,
}

/// The entry points, the definition and the functions that it refers to.
pub(super) fn write(parts: &Parts<'_>) -> TokenStream {
    let Parts {
        input,
        tree,
        routes,
        modules,
        doubts,
        ..
    } = parts;
    let shown_as = input.folder.value();
    let mut code = doubts.place_types(tree, modules);
    code.push_str(&handlers::write(parts.folder, routes, modules, doubts));
    let (functions, error_pages) = error_pages::write(&shown_as, tree, modules, doubts);
    code.push_str(&functions);
    let mut functions = code::parse(&code);
    functions.extend(metadata::namesakes(routes));
    let (static_params, static_paths) =
        static_params::write(routes, parts.folder_paths, modules, doubts);
    let (wrap, middleware) = middleware::write(input, tree, routes, modules, doubts);
    let (lay_out, layouts) = layouts::write(&shown_as, tree, routes, modules, doubts);
    functions.extend([static_params, wrap, lay_out]);
    let glob_exports = glob_exports::write(routes, modules, parts.hidden_exports);
    let public = if parts.has_public {
        // The program must not contain the path of the machine that builds it.
        let folder = crate::caller::package_folder();
        quote!(::core::option::Option::Some(::router_runtime::__private::BuiltWithPublic {
            package: ::core::env!("CARGO_PKG_NAME"),
            folder: #folder,
        }))
    } else {
        quote!(::core::option::Option::None)
    };
    let namesakes = namesakes();
    let entry_points = entry_points::write(input);
    let state_alias = entry_points::state_alias(&input.module);
    let plumbing = quote!(::router_runtime::__private);
    quote! {
        #entry_points

        static DEFINITION: ::router_runtime::__private::Definition<crate::#state_alias> =
            ::router_runtime::__private::Definition {
                routes: &ROUTES,
                handlers: Handlers::call,
                static_paths: &[#(#static_paths),*],
                middleware: &[#(#middleware),*],
                public: #public,
                layouts: &[#(#layouts),*],
                error_pages: &[#(#error_pages),*],
            };

        use Handlers::*;

        // No folder's module has a capital in its name.
        #[allow(deprecated, elided_lifetimes_in_paths)]
        mod Handlers {
            use #plumbing::*;
            type Call<'r> = ::router_runtime::__private::Call<'r, crate::#state_alias>;
            type AppState = crate::#state_alias;
            #functions
            #glob_exports
            #namesakes
        }
    }
}

/// Constants named like handlers. The compiler omits the module of a unique name in its messages, but the module of a handler shows its
/// file.
fn namesakes() -> TokenStream {
    let names = METHODS.iter().chain(&["page", "not_found", "error"]);
    let names = names.map(|name| Ident::new(name, Span::call_site()));
    quote!(const _: () = { #(const #names: () = ();)* };)
}
