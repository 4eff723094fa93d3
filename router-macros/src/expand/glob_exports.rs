//! Exports from glob imports and macro calls: the text does not show them, so name resolution looks for them.

use super::{config, modules::Modules, route::Route};
use crate::{
    check,
    diagnostics::{self, Code, Place, Problem},
    route_file::{CONFIG, Exports},
    tree::RoutedFile,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// For each file with glob imports or macro calls: a constant that cannot be evaluated if they hide an export.
pub(super) fn write(shown_as: &str, routes: &[Route<'_>], modules: &Modules<'_>) -> TokenStream {
    let files = routes.iter().map(Route::file);
    files
        .filter(|file| file.exports.globs_or_macros)
        .filter_map(|file| Some((file, modules.of(&file.path)?)))
        .map(|(file, module)| {
            let refusals = refusals(shown_as, file);
            let cfg = config::cfg(file.exports.cfg.as_deref());
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

fn refusals(shown_as: &str, file: &RoutedFile) -> TokenStream {
    let exports = &file.exports;
    let shown = format!("{shown_as}/{}", file.path);
    let info = file.kind.info();
    let handlers = info.exports.iter();
    let handlers = handlers.filter(|name| exports.handlers_named(name).next().is_none());
    let handlers = handlers.map(|name| {
        let way_out = if exports.only_macros {
            format!("put the macro call in `mod made {{ … }}`, and write `pub use made::{name};`")
        } else {
            format!("export it by name: `pub use path::to::{name};`")
        };
        refusal(&shown, exports, name, &quote!(no_handler), &way_out)
    });
    let generators = info.generators.iter();
    let generators = generators.filter(|name| !exports.has_generator(name));
    let generators = generators.map(|name| {
        refusal(
            &shown,
            exports,
            name,
            &quote!(no_handler),
            &format!("export it by name: {}", check::wrapper(name)),
        )
    });
    let constants = CONFIG.iter();
    let constants = constants.filter(|config| exports.constant(config.name).is_none());
    let constants = constants.map(|config| {
        let (name, ty) = (config.name, config.value.first_type());
        let way_out = if exports.only_macros {
            format!("write `pub const {name}: {ty} = …;` in this file, outside of the macro call")
        } else {
            format!("export it by name: `pub const {name}: {ty} = path::to::{name};`")
        };
        refusal(&shown, exports, name, &quote!(no_config), &way_out)
    });
    handlers.chain(generators).chain(constants).collect()
}

fn refusal(
    file: &str,
    exports: &Exports,
    name: &str,
    check: &TokenStream,
    way_out: &str,
) -> TokenStream {
    let source = if exports.only_macros {
        "a macro call"
    } else {
        "a glob import or a macro call"
    };
    let problem = Problem::new(
        Code::HiddenExport,
        format!("`{name}` comes from {source}, which `routes!` cannot resolve"),
        way_out,
    );
    let problem = diagnostics::render(&problem.at([Place::whole(file)]));
    let name = Ident::new(name, Span::call_site());
    quote!(#check(&#name, #problem);)
}
