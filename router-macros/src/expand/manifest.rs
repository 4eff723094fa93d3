//! The route table: all routes in one literal, their constants next to it.
//!
//! The runtime reads the literal. As text it costs the compiler much less than a constant expression per route.
//!
//! ```text
//! table   = { line }
//! line    = file TAB pattern TAB methods LF
//! file    = the path of the route file from the crate: app/items/[slug]/route.rs
//! pattern = the URL pattern, static segments decoded: /items/[slug]
//! methods = [ method { SPACE method } ]
//! method  = name [ "?" index ]
//! name    = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"
//! index   = the number of the `cfg!(…)` in the list of conditions under which the method exists
//! ```
//!
//! The lines are in match order, and the methods in the order of their handlers, which are numbered through all lines.
//! Neither files nor patterns contain control characters.

use super::{code, config, modules::Modules, route::Route};
use crate::{app_file::FileKind, check::Conditional, tree::RouteTree};
use proc_macro2::TokenStream;
use quote::quote;
use std::{collections::BTreeMap, fmt::Write as _};

/// `ROUTES`, `Route`, and the constants unless `conditional` is `None`.
pub(super) fn write(
    shown_as: &str,
    tree: &RouteTree,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    conditional: Option<&BTreeMap<String, Conditional>>,
) -> TokenStream {
    let table = Table::of(shown_as, routes);
    let (constants, configs) = match conditional {
        Some(conditional) => config::of_routes::write(shown_as, tree, routes, modules, conditional),
        None => <_>::default(),
    };
    let names = names(routes.len());
    let text = code::raw_literal(&table.text);
    let cfgs = table.conditions.iter().map(|it| config::tokens(it));
    quote! {
        #constants
        #names
        /// The routes in match order.
        pub static ROUTES: ::router_runtime::__private::RouteTable =
            ::router_runtime::__private::route_table(
                #text,
                &[#(#configs),*],
                &[#(::core::cfg!(#cfgs)),*],
            );
    }
}

/// The text of the route table.
#[derive(Default)]
struct Table<'a> {
    text: String,
    /// The predicates to which methods refer.
    conditions: Vec<&'a str>,
}

impl<'a> Table<'a> {
    fn of(shown_as: &str, routes: &'a [Route<'_>]) -> Self {
        let mut table = Self::default();
        for route in routes {
            let file = route.file();
            // Writing to a `String` cannot fail.
            let _ = write!(table.text, "{shown_as}/{}\t{}\t", file.path, route.pattern);
            if file.is_asset() {
                table.text.push_str("GET");
            }
            for (index, handler) in file.exports.handlers.iter().enumerate() {
                if index > 0 {
                    table.text.push(' ');
                }
                table.text.push_str(if file.kind == FileKind::Route {
                    &handler.name
                } else {
                    "GET"
                });
                if let Some(predicate) = &handler.cfg {
                    let _ = write!(table.text, "?{}", table.conditions.len());
                    table.conditions.push(predicate);
                }
            }
            table.text.push('\n');
        }
        table
    }
}

/// `Route`, of which each folder's `ROUTE` is a variant. A constant for each of them costs the compiler twenty times as much.
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
                ::router_runtime::__private::IntoRoute::into_route(self).info()
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

#[cfg(test)]
mod tests;
