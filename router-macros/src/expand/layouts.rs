//! The functions of the layouts, their list, and the check of layouts in cached pages.

use super::{
    call::{function, layout_check, may_be_cached},
    code, config,
    doubts::Doubts,
    modules::Modules,
    route::Route,
};
use crate::tree::RouteTree;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list of them.
pub(super) fn write(
    shown_as: &str,
    tree: &RouteTree,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    doubts: &Doubts<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let mut functions = String::new();
    let mut elements = Vec::new();
    for (index, layout) in tree.layouts.iter().enumerate() {
        let file = &layout.file;
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        let folder = format!("{shown_as}/{}", file.folder());
        let depth = Literal::usize_unsuffixed(file.segments.len());
        for (index, handler) in file.exports.handlers.iter().enumerate() {
            functions.push_str(&function(file, index, module, doubts));
            let cfg = config::cfg(handler.cfg.as_deref());
            let name = format_ident!("{module}_{}", handler.name);
            elements.push(quote! {
                #cfg
                ::router_runtime::__private::Layout {
                    folder: #folder,
                    depth: #depth,
                    handler: #name,
                }
            });
        }
        for route in routes {
            if route.endpoint.layouts.contains(&index)
                && may_be_cached(route.file())
                && let Some(page) = modules.of(&route.file().path)
            {
                let handlers = file.exports.handlers.iter();
                functions.extend(handlers.map(|handler| layout_check(page, module, handler)));
            }
        }
    }
    let mut functions = code::parse(&functions);
    if !elements.is_empty() {
        // As for handlers: a second `layout`, so that messages tell the module of a layout.
        functions.extend(quote!(
            const _: () = {
                const layout: () = ();
            };
        ));
    }
    (functions, elements)
}
