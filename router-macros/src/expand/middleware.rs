//! The functions of the middleware, and their list.

use super::{code, config, doubts::Doubts, modules::Modules};
use crate::tree::{RouteTree, RoutedFile, Wrapper};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list of them.
pub(super) fn write(
    shown_as: &str,
    tree: &RouteTree,
    modules: &Modules<'_>,
    doubts: &Doubts<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let mut functions = TokenStream::new();
    let mut elements = Vec::new();
    for Wrapper { file, .. } in &tree.middleware {
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        for (function, element) in wraps(shown_as, file, module, doubts) {
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
    doubts: &Doubts<'_>,
) -> Vec<(TokenStream, TokenStream)> {
    let covered = format!("{shown_as}/{}", file.folder());
    let depth = Literal::usize_unsuffixed(file.segments.len());
    file.exports
        .handlers
        .iter()
        .enumerate()
        .map(|(index, handler)| {
            let cfg = config::cfg(handler.cfg.as_deref());
            let user = Ident::new(&handler.name, Span::call_site());
            let name = format_ident!("{module}_{user}");
            let body = if handler.name == "layer" {
                quote!(wrap_in_layer(folder, crate::#module::layer))
            } else {
                quote!(wrap_in_middleware(state, folder, crate::#module::middleware))
            };
            let function_path = format!("crate::{module}::{user}");
            let doubted = doubts.of(file, index);
            let checks = doubts.statements(file, &doubted, &function_path, true);
            let checks = code::parse(&checks);
            let function = quote! {
                #cfg
                pub(super) fn #name(state: &AppState, folder: FolderLayers) -> FolderLayers { #checks #body }
            };
            let element = quote! {
                #cfg
                ::router_runtime::__private::Middleware {
                    folder: #covered,
                    depth: #depth,
                    wrap: #name,
                }
            };
            (function, element)
        })
        .collect()
}
