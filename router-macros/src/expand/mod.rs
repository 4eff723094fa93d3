//! Writes what `routes!` expands to.

mod code;
mod config;
mod folders;
mod handlers;
mod hidden;
mod layouts;
mod manifest;
mod metadata;
mod middleware;
mod modules;
mod stand_in;

use crate::{diagnostics::Problem, input::Input, scan::AppFile, tree::RouteTree};
use modules::Modules;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// What the phases before found.
pub(crate) struct Found<'a> {
    pub(crate) input: &'a Input,
    /// Leads from the calling file to the app folder.
    pub(crate) folder: &'a str,
    pub(crate) files: &'a [AppFile],
    pub(crate) tree: &'a RouteTree,
    pub(crate) problems: &'a [Problem],
    /// The crate has a folder `public`.
    pub(crate) public: bool,
    /// By file: what is wrong if its constants say that answers are cached.
    pub(crate) if_cached: &'a BTreeMap<String, Problem>,
    /// Why additions to the folder would go unnoticed, if they would.
    pub(crate) unwatched: Option<String>,
}

/// Modules, then `mod app`: whole, or beside errors a stand-in that leaves out the wiring, so that one mistake is one message.
pub(crate) fn expand(found: &Found<'_>) -> TokenStream {
    let Input {
        attributes,
        visibility,
        module,
        folder,
        state,
    } = found.input;
    let modules = Modules::name(module, found.files);
    let module_items = modules.write(found.folder);
    let endpoints = manifest::endpoints(found.tree);
    // Beside errors the constants are left out: they may be what is wrong.
    let conditions = found.problems.is_empty().then_some(found.if_cached);
    let manifest = manifest::write(&folder.value(), &endpoints, &modules, conditions);
    let folders = folders::write(found.tree, &modules);
    let state_alias = handlers::state_alias(module);
    let state = state
        .as_ref()
        .map_or_else(|| quote!(()), |state| quote!(#state));
    let (wiring, errors) = if found.problems.is_empty() {
        (
            handlers::write(found, &endpoints, &modules, &folders),
            TokenStream::new(),
        )
    } else {
        (
            stand_in::write(found.input),
            stand_in::errors(found.input, found.problems),
        )
    };
    let warning = found.unwatched.as_ref().map(|note| stand_in::warning(note));
    let folders = folders.items;
    quote! {
        #errors
        #module_items
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
            #warning
            #manifest
            #wiring
            #folders
        }
    }
}
