//! The whole expansion: the modules of the route files, then `mod app`.

use super::{
    definition::{self, Parts},
    doubts::Doubts,
    entry_points, folders, manifest,
    modules::Modules,
    renamed, route,
};
use crate::{
    check::Checked,
    diagnostics::{self, Problem},
    input::Input,
    scan::AppFile,
    tree::RouteTree,
};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// The results of the phases before.
pub(crate) struct Found<'a> {
    pub(crate) input: &'a Input,
    /// The path from the calling file to the app folder.
    pub(crate) folder: &'a str,
    pub(crate) files: &'a [AppFile],
    pub(crate) tree: &'a RouteTree,
    pub(crate) checked: &'a Checked,
    /// The crate has a folder `public`.
    pub(crate) has_public: bool,
}

/// Writes modules and `mod app`. If there are problems, stand-ins replace the definition of the application, so that one mistake is one
/// message.
pub(crate) fn expand(found: &Found<'_>) -> TokenStream {
    let Input {
        attributes,
        visibility,
        module,
        state,
        ..
    } = found.input;
    let problems = &found.checked.problems;
    let modules = Modules::name(module, found.files);
    let module_items = modules.write(found.folder);
    let routes = route::routes(found.tree);
    // With problems the constants are left out: they may be the mistake.
    let conditional = problems.is_empty().then_some(&found.checked.conditional);
    let shown_as = found.input.folder.value();
    let manifest = manifest::write(&shown_as, found.tree, &routes, &modules, conditional);
    let folders = folders::write(found.tree, &modules);
    let state_alias = entry_points::state_alias(module);
    let state = state
        .as_ref()
        .map_or_else(|| quote!(()), |state| quote!(#state));
    let (definition, errors) = if problems.is_empty() {
        let definition = definition::write(&Parts {
            input: found.input,
            folder: found.folder,
            tree: found.tree,
            has_public: found.has_public,
            routes: &routes,
            modules: &modules,
            hidden_exports: &found.checked.hidden_exports,
            folder_paths: &folders.paths,
            doubts: &Doubts::select(found.input.folder_name().as_str(), &found.checked.doubts),
        });
        (definition, TokenStream::new())
    } else {
        let stand_ins = entry_points::stand_ins(found.input, &found.checked.calls_with_state);
        (stand_ins, errors(found.input, problems))
    };
    let unread = unread(found.tree, &modules);
    let warnings = found.checked.warnings.iter().map(|note| warning(note));
    let folders = folders.items;
    let mut content = quote! {
        #(#warnings)*
        #manifest
        #definition
        #folders
    };
    let runtime = found.input.krate.as_ref().map(|path| {
        let alias = entry_points::runtime_alias(module);
        content = renamed::through(&alias, std::mem::take(&mut content));
        // An error in the path is reported at the path.
        let span = path
            .segments
            .last()
            .map_or_else(Span::call_site, Spanned::span);
        let import = quote_spanned!(span=> use #path::__private as #alias;);
        quote!(#[allow(unused_imports)] #import)
    });
    if found.checked.is_name_taken {
        return quote!(#errors #module_items);
    }
    quote! {
        #errors
        #module_items
        #runtime
        #unread
        #[doc(hidden)]
        type #state_alias = #state;
        #(#attributes)*
        #[allow(
            clippy::all,
            clippy::pedantic,
            dead_code,
            missing_docs,
            non_camel_case_types,
            non_snake_case,
            private_interfaces,
            unreachable_pub,
            unused_imports,
            unused_qualifications
        )]
        #visibility mod #module {
            #content
        }
    }
}

/// An error for each file that the macro cannot read. rustc omits it if it cannot read the file either, and reports that in place.
fn unread(tree: &RouteTree, modules: &Modules<'_>) -> TokenStream {
    let wrappers = tree.middleware.iter().chain(&tree.layouts);
    let wrappers = wrappers.map(|wrapper| &wrapper.file);
    let endpoints = tree.endpoints().into_iter().chain(&tree.error_pages);
    let files = endpoints.map(|endpoint| &endpoint.file).chain(wrappers);
    files
        .filter(|file| file.exports.broken)
        .filter_map(|file| modules.of(&file.path))
        .map(|module| quote!(use crate::#module::routes_cannot_read_this_file as _;))
        .collect()
}

/// One error for each problem.
fn errors(input: &Input, problems: &[Problem]) -> TokenStream {
    let span = input.folder.span();
    problems
        .iter()
        .map(|problem| {
            let text = diagnostics::render(problem);
            quote_spanned!(span=> ::core::compile_error! { #text })
        })
        .collect()
}

/// A warning. On stable Rust a macro can only warn through the use of a deprecated item.
fn warning(note: &str) -> TokenStream {
    quote! {
        const _: () = {
            #[deprecated(note = #note)]
            const WARNING_OF_ROUTES: () = ();
            #[warn(deprecated)]
            const _: () = WARNING_OF_ROUTES;
        };
    }
}
