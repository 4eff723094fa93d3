//! The functions of the middleware, and their list.

use super::{code, config, doubts::Doubts, modules::Modules, route::Route};
use crate::{
    input::Input,
    route_file::{Handler, RequestUse},
    signature::{Scope, changes_response, request_use},
    tree::{RouteTree, RoutedFile, Wrapper},
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list of them.
pub(super) fn write(
    input: &Input,
    tree: &RouteTree,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    doubts: &Doubts<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let shown_as = &input.folder.value();
    let app = format!("crate::{}", input.module);
    let mut functions = TokenStream::new();
    let mut elements = Vec::new();
    for Wrapper { file, pattern } in &tree.middleware {
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        let has_parameters = !file.parameters().is_empty();
        let folder = tree.module_of(pattern, &app).filter(|_| has_parameters);
        let params = folder.map_or_else(String::new, |folder| format!("{folder}::Params"));
        for (function, element) in wraps(shown_as, file, module, &params, doubts) {
            functions.extend(function);
            elements.push(element);
        }
    }
    // Layers of one method are inside those of all folders.
    for route in routes {
        let file = route.file();
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        for layer in &file.exports.layers {
            let (function, element) = method_layer(shown_as, file, module, layer);
            functions.extend(function);
            elements.push(element);
        }
    }
    if !elements.is_empty() {
        // As for handlers: second names, so that messages tell the module of a middleware.
        functions.extend(quote! {
            const _: () = { const middleware: () = (); const layer: () = (); };
        });
    }
    (functions, elements)
}

fn wraps(
    shown_as: &str,
    file: &RoutedFile,
    module: &Ident,
    params: &str,
    doubts: &Doubts<'_>,
) -> Vec<(TokenStream, TokenStream)> {
    let covered = format!("{shown_as}/{}", file.folder());
    let depth = Literal::usize_unsuffixed(file.segments.len());
    let scope = Scope {
        exports: &file.exports,
        state: None,
        params,
        has_parameters: !params.is_empty(),
        folder: shown_as,
    };
    let mut handlers: Vec<_> = file.exports.handlers.iter().enumerate().collect();
    // Layers are outside of a function in the same file.
    handlers.sort_by_key(|(_, handler)| handler.name != "layer");
    handlers
        .into_iter()
        .map(|(index, handler)| {
            let cfg = config::cfg(handler.cfg.as_deref());
            let user = Ident::new(&handler.name, Span::call_site());
            let name = format_ident!("{module}_{user}");
            let body = if handler.name == "layer" {
                quote!(wrap_in_layer(state, crate::#module::layer))
            } else {
                let request_use = request_use(&scope, handler);
                let reads_context = request_use > RequestUse::Parts;
                let changes_response = changes_response(&scope, handler, request_use);
                let extensions = match request_use {
                    RequestUse::Parts | RequestUse::Context => quote!(Missing),
                    RequestUse::Extensions => quote!(Matched),
                    RequestUse::Whole => quote!(All),
                };
                quote!(wrap_in_middleware(
                    state,
                    crate::#module::middleware,
                    WrappingUse {
                        axum_extensions: AxumExtensions::#extensions,
                        reads_context: #reads_context,
                        changes_response: #changes_response,
                    }
                ))
            };
            let function_path = format!("crate::{module}::{user}");
            let doubted = doubts.of(file, index);
            let checks = doubts.statements(file, &doubted, &function_path, true);
            let checks = code::parse(&checks);
            let function = quote! {
                #cfg
                pub(super) fn #name(state: &AppState) -> Wrapping { #checks #body }
            };
            let element = quote! {
                #cfg
                ::router_runtime::__private::Middleware {
                    folder: #covered,
                    depth: #depth,
                    method: ::core::option::Option::None,
                    wrap: #name,
                }
            };
            (function, element)
        })
        .collect()
}

/// The function of `POST_layer`, and its element of the list.
fn method_layer(
    shown_as: &str,
    file: &RoutedFile,
    module: &Ident,
    layer: &Handler,
) -> (TokenStream, TokenStream) {
    let covered = format!("{shown_as}/{}", file.path);
    let depth = Literal::usize_unsuffixed(file.segments.len());
    let cfg = config::cfg(layer.cfg.as_deref());
    let user = Ident::new(&layer.name, Span::call_site());
    let method = layer.name.trim_end_matches("_layer");
    let name = format_ident!("{module}_{user}");
    let function = quote! {
        #cfg
        pub(super) fn #name(state: &AppState) -> Wrapping {
            wrap_in_method_layer(state, crate::#module::#user)
        }
    };
    let element = quote! {
        #cfg
        ::router_runtime::__private::Middleware {
            folder: #covered,
            depth: #depth,
            method: ::core::option::Option::Some(#method),
            wrap: #name,
        }
    };
    (function, element)
}
