//! The function of each `layout.rs`, its place in the list of them, and what keeps it out of cached pages.

use super::{
    code, config,
    handlers::{flags_of, function, may_be_cached},
    manifest::Route,
    modules::Modules,
};
use crate::{
    app_file::FileKind,
    route_file::Shape,
    tree::{Endpoint, RouteTree},
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list.
pub(super) fn write(
    folder: &str,
    tree: &RouteTree,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let mut functions = TokenStream::new();
    let mut elements = Vec::new();
    for layout in &tree.layouts {
        let below = layout.folder();
        let is_root = below.is_empty();
        let covered = format!("{folder}/{below}");
        let depth = Literal::usize_unsuffixed(layout.depth());
        let Some(module) = modules.of(&layout.file) else {
            continue;
        };
        for handler in &layout.source.handlers {
            functions.extend(code::parse(&function(layout, handler, module)));
            let cfg = config::cfg(handler.cfg.as_deref());
            let name = format_ident!("{module}_{}", handler.name);
            elements.push(quote! {
                #cfg
                ::router_runtime::__private::Layout {
                    folder: #covered,
                    depth: #depth,
                    is_root: #is_root,
                    handler: #name,
                }
            });
        }
        let pages = routes.iter().map(|route| route.endpoint).filter(|page| {
            page.kind == FileKind::Page && page.file.starts_with(below) && may_be_cached(page)
        });
        functions.extend(pages.map(|page| check(page, layout, modules)));
    }
    if !elements.is_empty() {
        // As for handlers: the compiler leaves out the module of a name that it knows once.
        functions.extend(quote!(
            const _: () = {
                const layout: () = ();
            };
        ));
    }
    (functions, elements)
}

/// A function that compiles only if the layout may stand in the page.
fn check(page: &Endpoint, layout: &Endpoint, modules: &Modules<'_>) -> TokenStream {
    let (Some(page), Some(module)) = (modules.of(&page.file), modules.of(&layout.file)) else {
        return TokenStream::new();
    };
    let user = quote!(crate::#module::layout);
    let flags = flags_of(page);
    let name = format_ident!("{page}_in_{module}");
    let each = layout.source.handlers.iter().map(|handler| {
        let checks = match &handler.shape {
            Shape::Reexport => quote! {
                reexport_allowed::<IS_BOUND, HAS_QUERY, HAS_HEADERS, AppState, _, _>(&#user);
            },
            Shape::Fn { arguments, .. } => {
                let signature = format_ident!("signature{}", arguments.len());
                let names: Vec<Ident> = (0..arguments.len())
                    .map(|index| format_ident!("a{index}"))
                    .collect();
                quote! {
                    let (#(#names,)* _,) = #signature(&#user);
                    #(allowed::<IS_BOUND, HAS_QUERY, HAS_HEADERS, _, _>(&#user, &#names);)*
                }
            }
        };
        let cfg = config::cfg(handler.cfg.as_deref());
        quote! {
            #cfg
            fn #name() {
                #flags
                #checks
            }
        }
    });
    each.collect()
}
