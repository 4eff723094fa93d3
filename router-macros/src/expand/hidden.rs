//! What comes through a glob or a macro call cannot be seen by reading the file, so name resolution looks for it.

use super::{config, manifest::Route, modules::Modules};
use crate::{
    check,
    diagnostics::{self, Place, Problem},
    route_file::{CONFIG, generator_names, handler_names},
    tree::Endpoint,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// For each file with globs or macro calls: a constant that cannot be evaluated when they hide an export.
pub(super) fn write(folder: &str, routes: &[Route<'_>], modules: &Modules<'_>) -> TokenStream {
    let endpoints = routes.iter().map(|route| route.endpoint);
    endpoints
        .filter(|endpoint| endpoint.source.globs_or_macros)
        .filter_map(|endpoint| Some((endpoint, modules.of(&endpoint.file)?)))
        .map(|(endpoint, module)| {
            let refusals = refusals(folder, endpoint);
            let cfg = config::cfg(endpoint.source.cfg.as_deref());
            quote! {
                #cfg
                const _: () = {
                    use absent::*;
                    {
                        use crate::#module::*;
                        #refusals
                    }
                };
            }
        })
        .collect()
}

fn refusals(folder: &str, endpoint: &Endpoint) -> TokenStream {
    let source = &endpoint.source;
    let file = format!("{folder}/{}", endpoint.file);
    let handlers = handler_names(endpoint.kind)
        .iter()
        .filter(|name| source.handlers_named(name).next().is_none())
        .map(|name| {
            let way_out = format!("`pub use path::of::{name};`");
            refusal(&file, name, &quote!(no_handler), &way_out)
        });
    let generators = generator_names(endpoint.kind)
        .iter()
        .filter(|name| !source.has_generator(name))
        .map(|name| refusal(&file, name, &quote!(no_handler), &check::wrapper(name)));
    let constants = CONFIG
        .iter()
        .filter(|config| source.constant(config.name).is_none())
        .map(|config| {
            let (name, ty) = (config.name, config.value.first_type());
            let way_out = format!("`pub const {name}: {ty} = path::of::{name};`");
            refusal(&file, name, &quote!(no_config), &way_out)
        });
    handlers.chain(generators).chain(constants).collect()
}

fn refusal(file: &str, name: &str, check: &TokenStream, way_out: &str) -> TokenStream {
    let problem = diagnostics::render(&Problem {
        message: format!(
            "`{name}` comes through a glob or a macro call, where `routes!` does not see it"
        ),
        places: vec![Place {
            file: file.to_owned(),
            at: None,
        }],
        help: format!("name it in the file: {way_out}"),
    });
    let name = Ident::new(name, Span::call_site());
    quote!(#check(&#name, #problem);)
}
