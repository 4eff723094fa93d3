//! The functions that list the paths to prerender.

use super::{code, config, doubts::Doubts, modules::Modules, route::Route};
use crate::{
    app_file::{GENERATE_SITEMAPS, GENERATE_STATIC_PARAMS},
    route_file::{Handler, Shape},
    tree::RoutedFile,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// The functions, and the elements of the list of them. `folders`: for each route, the path from `mod app` to its module.
pub(super) fn write(
    routes: &[Route<'_>],
    folders: &[String],
    modules: &Modules<'_>,
    doubts: &Doubts<'_>,
) -> (TokenStream, Vec<TokenStream>) {
    let mut functions = TokenStream::new();
    let mut elements = Vec::new();
    for (index, (route, folder)) in routes.iter().zip(folders).enumerate() {
        let exports = &route.file().exports;
        if exports.generators.is_empty() || !route.pattern.contains('[') {
            continue;
        }
        let Some(module) = modules.of(&route.file().path) else {
            continue;
        };
        let folder = code::parse(folder);
        let (generator, list) = if exports.has_generator(GENERATE_SITEMAPS) {
            (GENERATE_SITEMAPS, quote!(sitemaps))
        } else {
            // With the type of the parameters first, another list is one error.
            let params = quote!(super::#folder Params);
            (
                GENERATE_STATIC_PARAMS,
                quote!(static_params::<#params, _, _>),
            )
        };
        let generators = exports.generators.iter().enumerate();
        for (at, generator) in generators.filter(|(_, it)| it.name == generator) {
            if let Some(call) = call(generator, module) {
                let checks = checks(route.file(), at, module, &folder, doubts);
                let cfg = config::cfg(generator.cfg.as_deref());
                let name = format_ident!("{module}_static_paths");
                functions.extend(quote! {
                    #cfg
                    pub(super) fn #name(state: AppState) -> StaticPathsFuture {
                        #checks
                        #list(#call, super::#folder link)
                    }
                });
                elements.push(quote!(#cfg (#index, #name)));
            }
        }
    }
    (functions, elements)
}

/// The statements that compile only if the generator function at `index` returns a list.
fn checks(
    file: &RoutedFile,
    index: usize,
    module: &Ident,
    folder: &TokenStream,
    doubts: &Doubts<'_>,
) -> Option<TokenStream> {
    let doubted = doubts.of_generator(file, index);
    let generator = &file.exports.generators[index];
    let Shape::Fn {
        is_async,
        arguments,
    } = &generator.shape
    else {
        return None;
    };
    if doubted.is_empty() {
        return None;
    }
    let user = format!("crate::{module}::{}", generator.name);
    let count = arguments.len();
    let names = (0..count).map(|index| {
        if doubted.iter().any(|it| it.is_argument(index)) {
            format!("a{index}, ")
        } else {
            "_, ".to_owned()
        }
    });
    let names: String = names.collect();
    let types = code::parse(&format!(
        "let ({names}returned,) = signature{count}(&{user});"
    ));
    let params =
        (generator.name == GENERATE_STATIC_PARAMS).then(|| quote!(use super::#folder Params;));
    let checks = code::parse(&doubts.statements(file, &doubted, &user, *is_async));
    Some(quote!(#types { #params #checks }))
}

/// The call of a generator function, and whether it is asynchronous.
fn call(generator: &Handler, module: &Ident) -> Option<TokenStream> {
    let Shape::Fn {
        is_async,
        arguments,
    } = &generator.shape
    else {
        return None;
    };
    let user = Ident::new(&generator.name, Span::call_site());
    let states = arguments.iter().map(|_| quote!(state_argument(&state)));
    let kind = if *is_async {
        quote!(IsFuture)
    } else {
        quote!(IsValue)
    };
    Some(quote!(crate::#module::#user(#(#states),*), #kind))
}
