//! The functions of `not-found.rs` and `error.rs`, and their list.

use super::{call::function, config, doubts::Doubts, modules::Modules};
use crate::{app_file::FileKind, tree::RouteTree};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list of them.
pub(super) fn write(
    shown_as: &str,
    tree: &RouteTree,
    modules: &Modules<'_>,
    doubts: &Doubts<'_>,
) -> (String, Vec<TokenStream>) {
    let mut functions = String::new();
    let mut elements = Vec::new();
    for page in &tree.error_pages {
        let file = &page.file;
        let Some(module) = modules.of(&file.path) else {
            continue;
        };
        let path = format!("{shown_as}/{}", file.path);
        let depth = Literal::usize_unsuffixed(file.segments.len());
        let is_not_found = file.kind == FileKind::NotFound;
        for (index, handler) in file.exports.handlers.iter().enumerate() {
            functions.push_str(&function(file, index, module, doubts));
            let cfg = config::cfg(handler.cfg.as_deref());
            let name = format_ident!("{module}_{}", handler.name);
            elements.push(quote! {
                #cfg
                ::router_runtime::__private::ErrorFile {
                    file: #path,
                    depth: #depth,
                    is_not_found: #is_not_found,
                    handler: #name,
                }
            });
        }
    }
    (functions, elements)
}
