//! The configs of the routes whose file, or whose `middleware.rs`, has constants.

use crate::{
    check::Conditional,
    expand::{config, modules::Modules, route::Route},
    tree::{RouteTree, Wrapper},
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};

/// The constants with the configs, and for each route that has one its index and the name of its constant.
pub(in crate::expand) fn write(
    shown_as: &str,
    tree: &RouteTree,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    conditional: &BTreeMap<String, Conditional>,
) -> (TokenStream, Vec<TokenStream>) {
    let mut configs = Vec::new();
    let mut middleware = Middleware {
        shown_as,
        tree,
        modules,
        constants: TokenStream::new(),
        written: BTreeSet::new(),
    };
    for (index, route) in routes.iter().enumerate() {
        let file = route.file();
        let outer = middleware.around(&route.endpoint.middleware);
        let has_constants = !file.exports.constants.is_empty() || file.is_metadata();
        if let Some(module) = modules.of(&file.path)
            && has_constants
        {
            let shown = format!("{shown_as}/{}", file.path);
            let config = config::write(&shown, module, file, outer, conditional.get(&file.path));
            let name = config::name(module);
            configs.push(quote!((#index, #name)));
            // A constant for each, so that the compiler reports the mistakes of several together.
            middleware.constants.extend(quote! {
                const #name: ::router_runtime::__private::RouteConfig = #config;
            });
        } else if let Some(outer) = outer {
            let name = if file.is_asset() {
                asset_name(outer)
            } else {
                below_name(outer)
            };
            configs.push(quote!((#index, #name)));
        }
    }
    (middleware.constants, configs)
}

/// The name of the constant for files without constants below a middleware.
fn below_name(middleware: &Ident) -> Ident {
    format_ident!("{middleware}_config_below")
}

/// The name of the constant for static metadata files below a middleware.
fn asset_name(middleware: &Ident) -> Ident {
    format_ident!("{middleware}_config_of_assets")
}

/// The constants of the middleware, each written when the first route below is.
struct Middleware<'a> {
    shown_as: &'a str,
    tree: &'a RouteTree,
    modules: &'a Modules<'a>,
    constants: TokenStream,
    /// The indices of those that were written.
    written: BTreeSet<usize>,
}

impl<'a> Middleware<'a> {
    /// The module of the innermost middleware that has constants, of those with these indices, outer ones first.
    fn around(&mut self, indices: &[usize]) -> Option<&'a Ident> {
        let mut outer = None;
        for index in indices {
            let Wrapper { file, .. } = &self.tree.middleware[*index];
            let Some(module) = self.modules.of(&file.path) else {
                continue;
            };
            if file.exports.constants.is_empty() {
                continue;
            }
            if self.written.insert(*index) {
                let shown = format!("{}/{}", self.shown_as, file.path);
                let config = config::write_middleware(&shown, module, file, outer);
                let name = config::name(module);
                let (below, assets) = (below_name(module), asset_name(module));
                self.constants.extend(quote! {
                    const #name: ::router_runtime::__private::RouteConfigBuilder = #config;
                    const #below: ::router_runtime::__private::RouteConfig = #name.build();
                    const #assets: ::router_runtime::__private::RouteConfig = #name.metadata().build();
                });
            }
            outer = Some(module);
        }
        outer
    }
}
