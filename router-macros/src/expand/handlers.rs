//! The calls of all handlers, and the functions that make the application of them.

use super::{
    Found,
    code::{self, write},
    config,
    folders::Folders,
    hidden, layouts,
    manifest::Route,
    metadata, middleware,
    modules::Modules,
};
use crate::{
    app_file::FileKind,
    input::Input,
    route_file::{GENERATE_SITEMAPS, GENERATE_STATIC_PARAMS, Handler, METHODS, Shape},
    tree::Endpoint,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// How many handlers one function calls. A function for each costs the compiler more, and one for all would be looked at
/// anew, whole, whenever the signature of one handler changes.
const GROUP: usize = 16;

/// A name at the crate's root for the state, since a type that the user names there means nothing inside `mod app`.
pub(super) fn state_alias(module: &Ident) -> Ident {
    let module = module.to_string();
    format_ident!("__{}_state", module.trim_start_matches("r#"))
}

/// `router()`, `routes()`, `service()`, `builder()` and what stands behind them.
pub(super) fn write(
    found: &Found<'_>,
    routes: &[Route<'_>],
    modules: &Modules<'_>,
    folders: &Folders,
) -> TokenStream {
    let Found { input, tree, .. } = found;
    let state_alias = state_alias(&input.module);
    let mut code = calls(found, routes, modules);
    let mut not_found = quote!(::core::option::Option::None);
    if let Some(file) = &tree.not_found {
        for (handler, module) in handlers(file, modules) {
            code.push_str(&function(file, handler, module));
            let cfg = config::cfg(handler.cfg.as_deref());
            let name = format_ident!("{module}_{}", handler.name);
            not_found = quote!(::core::option::Option::Some(#cfg #name));
        }
    }
    let mut functions = code::parse(&code);
    functions.extend(metadata::namesakes(routes));
    let mut known = Vec::new();
    for (index, (route, folder)) in routes.iter().zip(&folders.paths).enumerate() {
        for (function, element) in known_paths(index, route, modules, folder) {
            functions.extend(function);
            known.push(quote!(#element));
        }
    }
    let (wrapping, middleware) = middleware::write(&input.folder.value(), tree, modules);
    functions.extend(wrapping);
    let (laying_out, layouts) = layouts::write(&input.folder.value(), tree, routes, modules);
    functions.extend(laying_out);
    let hidden = hidden::write(&input.folder.value(), routes, modules);
    let public = if found.public {
        quote!(::core::option::Option::Some(::core::concat!(
            ::core::env!("CARGO_MANIFEST_DIR"),
            "/public"
        )))
    } else {
        quote!(::core::option::Option::None)
    };
    let namesakes = namesakes();
    let entry_points = entry_points(input);
    quote! {
        #entry_points

        static DEFINITION: ::router_runtime::__private::Definition<crate::#state_alias> =
            ::router_runtime::__private::Definition {
                routes: &ROUTES,
                handlers: Handlers::call,
                not_found: #not_found,
                static_paths: &[#(#known),*],
                middleware: &[#(#middleware),*],
                public: #public,
                layouts: &[#(#layouts),*],
            };

        use Handlers::*;

        // No folder's module has a capital in its name.
        #[allow(deprecated, elided_lifetimes_in_paths)]
        mod Handlers {
            use ::router_runtime::__private::*;
            type Call<'r> = ::router_runtime::__private::Call<'r, crate::#state_alias>;
            type AppState = crate::#state_alias;
            #functions
            #hidden
            #namesakes
        }
    }
}

/// The functions that users call; `body` makes each of them from the name of the builder's method.
fn entry_points(input: &Input) -> TokenStream {
    let alias = state_alias(&input.module);
    let (parameter, argument) = match &input.state {
        None => (TokenStream::new(), TokenStream::new()),
        Some(_) => (quote!(state: crate::#alias), quote!(state)),
    };
    let state = if input.state.is_some() {
        quote!(state)
    } else {
        quote!(())
    };
    quote! {
        /// Options first, then `.router()` or `.service()`.
        pub fn builder(#parameter) -> ::router_runtime::__private::AppBuilder<crate::#alias> {
            ::router_runtime::__private::builder(&DEFINITION, #state)
        }

        /// The application as an axum Router.
        pub fn router(#parameter) -> ::router_runtime::__private::Router {
            builder(#argument).router()
        }

        /// The application as an axum Router without a fallback, for merging.
        pub fn routes(#parameter) -> ::router_runtime::__private::Router {
            builder(#argument).routes()
        }

        /// The application as a service, with the shortest way to the handler.
        pub fn service(#parameter) -> ::router_runtime::__private::AppService<crate::#alias> {
            builder(#argument).service()
        }
    }
}

/// `call`, which calls the handler of a number, by functions of [`GROUP`] handlers each.
fn calls(found: &Found<'_>, routes: &[Route<'_>], modules: &Modules<'_>) -> String {
    let mut code = String::new();
    let mut groups = String::new();
    let mut number = 0;
    let mut arm = |cfg: &str, body: &str| {
        if number % GROUP == 0 {
            if number > 0 {
                code.push_str(END_OF_GROUP);
            }
            let group = number / GROUP;
            write!(
                code,
                "fn group{group}(number: usize, call: Call) -> HandlerFuture {{ match number {{\n"
            );
            write!(groups, "group{group},");
        }
        write!(code, "{cfg}{number} => {{ {body} }}\n");
        number += 1;
    };
    for route in routes {
        if let FileKind::Asset(_) = route.endpoint.kind {
            arm("", &metadata::asset(&route.endpoint.file, found.folder));
        }
        for (handler, module) in handlers(route.endpoint, modules) {
            let cfg = config::cfg_text(handler.cfg.as_deref());
            arm(&cfg, &body(route.endpoint, handler, module));
        }
    }
    if number > 0 {
        code.push_str(END_OF_GROUP);
    }
    write!(
        code,
        "const GROUPS: &[fn(usize, Call) -> HandlerFuture] = &[{groups}];
        pub(super) fn call(number: usize, call: Call) -> HandlerFuture {{
            GROUPS[number / {GROUP}](number, call)
        }}\n"
    );
    code
}

const END_OF_GROUP: &str = "_ => missing_handler(call), } }\n";

/// The handlers of a file, and its module.
fn handlers<'e>(
    endpoint: &'e Endpoint,
    modules: &'e Modules<'_>,
) -> impl Iterator<Item = (&'e Handler, &'e Ident)> {
    let module = modules.of(&endpoint.file);
    let handlers = endpoint.source.handlers.iter();
    handlers.filter_map(move |handler| Some((handler, module?)))
}

/// A function that calls one handler.
pub(super) fn function(endpoint: &Endpoint, handler: &Handler, module: &Ident) -> String {
    let cfg = config::cfg_text(handler.cfg.as_deref());
    let (name, body) = (&handler.name, body(endpoint, handler, module));
    format!("{cfg}pub(super) fn {module}_{name}(call: Call) -> HandlerFuture {{ {body} }}\n")
}

/// Calls a handler.
fn body(endpoint: &Endpoint, handler: &Handler, module: &Ident) -> String {
    let user = format!("crate::{module}::{}", handler.name);
    let body = match &handler.shape {
        Shape::Reexport => {
            let check = flags(endpoint, handler, module).map_or_else(String::new, |flags| {
                format!("{flags} reexport_allowed::<IS_BOUND, HAS_QUERY, HAS_HEADERS, AppState, _, _>(&{user});")
            });
            format!("{check} call_reexport(call, {user})")
        }
        Shape::Fn {
            is_async: true,
            arguments,
        } if arguments.is_empty() => format!("call0({user}, {user}())"),
        Shape::Fn {
            is_async,
            arguments,
        } => {
            let count = arguments.len();
            let each = |before: &str, after: &str| -> String {
                let each = (0..count).map(|index| format!("{before}a{index}{after}"));
                each.collect::<Vec<_>>().concat()
            };
            let names = each("", ", ");
            let (types, call, kind) = if *is_async {
                (format!("({names}) = arguments{count}({user})"), "call", "")
            } else {
                let types = format!("({names}returned,) = signature{count}(&{user})");
                (types, "sync", "(&&returned).kind(), ")
            };
            let checks = flags(endpoint, handler, module).map_or_else(String::new, |flags| {
                let allowed = "allowed::<IS_BOUND, HAS_QUERY, HAS_HEADERS, _, _>";
                let checks = each(&format!("{allowed}(&{user}, &"), ");");
                format!("{flags} {checks}")
            });
            let tags = each("(&&&&", ").source(), ");
            format!(
                "let {types}; {checks}
                {call}{count}(call, {user}, {kind}{tags})"
            )
        }
    };
    match endpoint.kind {
        FileKind::Metadata(metadata) => metadata::finished(metadata, &body),
        _ => body,
    }
}

/// The compiler leaves out the module of a name that it knows once, and a handler's module tells its file.
fn namesakes() -> TokenStream {
    let names = METHODS.iter().chain(&["page", "not_found"]);
    let names = names.map(|name| Ident::new(name, Span::call_site()));
    quote!(const _: () = { #(const #names: () = ();)* };)
}

/// What a check by type must know of a `GET` that may be cached: it takes nothing but static input.
fn flags(endpoint: &Endpoint, handler: &Handler, module: &Ident) -> Option<TokenStream> {
    let is_metadata = endpoint.kind.metadata().is_some();
    let is_get = is_metadata || matches!(handler.name.as_str(), "GET" | "page");
    (is_get && may_be_cached(endpoint)).then(|| flags_of(module))
}

/// Whether its kind or its constants may say that its answers to `GET` are cached.
pub(super) fn may_be_cached(endpoint: &Endpoint) -> bool {
    let is_metadata = endpoint.kind.metadata().is_some();
    let mut constants = endpoint.source.constants.iter();
    is_metadata
        || constants.any(|constant| matches!(constant.name.as_str(), "dynamic" | "revalidate"))
}

/// What the constants of a module say of its `GET`.
pub(super) fn flags_of(module: &Ident) -> TokenStream {
    let config = config::name(module);
    quote! {
        const IS_BOUND: bool = super::#config.refuses_request();
        const HAS_QUERY: bool = !super::#config.cache_query.is_empty();
        const HAS_HEADERS: bool = !super::#config.cache_vary.is_empty();
    }
}

/// The functions that list the known paths of a route, and their places in the list of them.
fn known_paths(
    index: usize,
    route: &Route<'_>,
    modules: &Modules<'_>,
    folder: &str,
) -> Vec<(TokenStream, TokenStream)> {
    let source = &route.endpoint.source;
    if source.generators.is_empty() || !route.pattern.contains('[') {
        return Vec::new();
    }
    let Some(module) = modules.of(&route.endpoint.file) else {
        return Vec::new();
    };
    let has_sitemaps = source.has_generator(GENERATE_SITEMAPS);
    let (wanted, list) = if has_sitemaps {
        (GENERATE_SITEMAPS, quote!(sitemaps))
    } else {
        (GENERATE_STATIC_PARAMS, quote!(static_params))
    };
    let folder = code::parse(folder);
    let name = format_ident!("{module}_known");
    let user = Ident::new(wanted, Span::call_site());
    let generators = source.generators_named(wanted);
    let functions = generators.filter_map(|generator| {
        let Shape::Fn {
            is_async,
            arguments,
        } = &generator.shape
        else {
            return None;
        };
        let cfg = config::cfg(generator.cfg.as_deref());
        let states = arguments.iter().map(|_| quote!(state_argument(&state)));
        let kind = if *is_async {
            quote!(IsFuture)
        } else {
            quote!(IsValue)
        };
        let function = quote! {
            #cfg
            pub(super) fn #name(state: AppState) -> StaticPathsFuture {
                #list(crate::#module::#user(#(#states),*), #kind, super::#folder link)
            }
        };
        Some((function, quote!(#cfg (#index, #name))))
    });
    functions.collect()
}
