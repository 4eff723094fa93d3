//! The route table: all routes in one literal, their constants beside it.

use super::{code, config, modules::Modules};
use crate::{
    app_file::FileKind,
    diagnostics::Problem,
    tree::{Endpoint, Node, RouteTree},
};
use proc_macro2::TokenStream;
use quote::quote;
use std::{collections::BTreeMap, fmt::Write as _};

/// A route: where it answers and what answers there.
pub(super) struct Route<'a> {
    pub(super) pattern: &'a str,
    pub(super) endpoint: &'a Endpoint,
}

/// Every endpoint in match order.
pub(super) fn endpoints(tree: &RouteTree) -> Vec<Route<'_>> {
    fn walk<'a>(node: &'a Node, routes: &mut Vec<Route<'a>>) {
        if let Some(endpoint) = &node.endpoint {
            routes.push(Route {
                pattern: &node.pattern,
                endpoint,
            });
        }
        for child in &node.children {
            walk(child, routes);
        }
    }
    let mut routes = Vec::new();
    walk(&tree.root, &mut routes);
    routes
}

/// `ROUTES`; with the constants where there are conditions on them.
pub(super) fn write(
    folder: &str,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    conditions: Option<&BTreeMap<String, Problem>>,
) -> TokenStream {
    let mut text = String::new();
    let mut cfgs: Vec<TokenStream> = Vec::new();
    let mut configs = Vec::new();
    let mut constants = TokenStream::new();
    for (index, Route { pattern, endpoint }) in routes.iter().enumerate() {
        let pattern = if pattern.is_empty() { "/" } else { pattern };
        let methods: Vec<String> = endpoint
            .source
            .handlers
            .iter()
            .map(|handler| {
                let method = if endpoint.kind == FileKind::Route {
                    handler.name.as_str()
                } else {
                    "GET"
                };
                match &handler.cfg {
                    None => method.to_owned(),
                    Some(predicate) => {
                        let predicate = config::tokens(predicate);
                        cfgs.push(quote!(::core::cfg!(#predicate)));
                        format!("{method}?{}", cfgs.len() - 1)
                    }
                }
            })
            .collect();
        let methods = match endpoint.kind {
            FileKind::Asset(_) => "GET".to_owned(),
            _ => methods.join(" "),
        };
        let is_metadata = endpoint.kind.metadata().is_some();
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{folder}/{}\t{pattern}\t{methods}", endpoint.file);
        if let Some(module) = modules.of(&endpoint.file)
            && let Some(conditions) = conditions
            && (!endpoint.source.constants.is_empty() || is_metadata)
        {
            let file = format!("{folder}/{}", endpoint.file);
            let config = config::write(&file, module, endpoint, conditions.get(&endpoint.file));
            let name = config::name(module);
            configs.push(quote!((#index, #name)));
            // A constant of its own: what is wrong in several is reported together.
            constants.extend(quote! {
                const #name: ::router_runtime::__private::RouteConfig = #config;
            });
        }
    }
    let names = names(routes.len());
    let text = code::raw_literal(&text);
    quote! {
        #constants
        #names
        /// The routes, in the order in which they are tried.
        pub static ROUTES: ::router_runtime::__private::RouteTable =
            ::router_runtime::__private::route_table(#text, &[#(#configs),*], &[#(#cfgs),*]);
    }
}

/// `Route`, of which each folder's `ROUTE` is a variant: a constant of its own for each of them costs the compiler twenty times as much.
fn names(count: usize) -> TokenStream {
    if count == 0 {
        return TokenStream::new();
    }
    let mut variants = String::new();
    for index in 0..count {
        // Writing to a `String` cannot fail.
        let _ = write!(variants, "R{index},");
    }
    let variants = code::parse(&variants);
    quote! {
        /// One of the routes. Each folder's `ROUTE` is a variant.
        #[derive(Clone, Copy)]
        pub enum Route { #variants }

        impl ::router_runtime::__private::IntoRoute for Route {
            fn into_route(self) -> ::router_runtime::__private::Route {
                ::router_runtime::__private::route(&ROUTES, self as usize)
            }
        }

        impl Route {
            /// Returns the route's line in [`ROUTES`].
            pub fn info(self) -> &'static ::router_runtime::__private::RouteInfo {
                &ROUTES.as_slice()[self as usize]
            }
        }

        impl ::core::fmt::Debug for Route {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&::router_runtime::__private::IntoRoute::into_route(*self), f)
            }
        }

        impl ::core::fmt::Display for Route {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&::router_runtime::__private::IntoRoute::into_route(*self), f)
            }
        }
    }
}
