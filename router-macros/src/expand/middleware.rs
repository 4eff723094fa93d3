//! One function for each `middleware.rs`, and its place in the list of them.

use super::{config, modules::Modules};
use crate::tree::{Endpoint, RouteTree};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list.
pub(super) fn write(
    folder: &str,
    tree: &RouteTree,
    modules: &Modules<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let mut functions = TokenStream::new();
    let mut elements = Vec::new();
    for file in &tree.middleware {
        let Some(module) = modules.of(&file.file) else {
            continue;
        };
        for (function, element) in wraps(folder, file, module) {
            functions.extend(function);
            elements.push(element);
        }
    }
    if !elements.is_empty() {
        // As for handlers: the compiler leaves out the module of a name that it knows once.
        functions.extend(quote! {
            const _: () = { const middleware: () = (); const layer: () = (); };
        });
    }
    (functions, elements)
}

fn wraps(folder: &str, file: &Endpoint, module: &Ident) -> Vec<(TokenStream, TokenStream)> {
    let covered = format!("{folder}/{}", file.folder());
    let depth = Literal::usize_unsuffixed(file.depth());
    file.source
        .handlers
        .iter()
        .map(|handler| {
            let cfg = config::cfg(handler.cfg.as_deref());
            let user = Ident::new(&handler.name, Span::call_site());
            let name = format_ident!("{module}_{user}");
            let body = if handler.name == "layer" {
                quote!(wrap_in_layer(folder, crate::#module::layer))
            } else {
                quote!(wrap_in_middleware(state, folder, crate::#module::middleware))
            };
            let function = quote! {
                #cfg
                pub(super) fn #name(state: &AppState, folder: FolderLayers) -> FolderLayers { #body }
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
