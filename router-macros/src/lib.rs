//! The `routes!` macro of `router-runtime`, which re-exports it. Do not depend on this crate yourself.

mod app_file;
mod caller;
mod check;
mod dependency;
mod diagnostics;
mod expand;
mod folder_names;
mod input;
mod location;
mod metadata_file;
mod names;
mod near_miss;
mod parallel;
mod pipeline;
mod placement;
mod root;
mod route_file;
mod runtime;
mod scan;
mod segment;
mod signature;
mod strays;
mod tree;
mod undeclared_state;
mod unicode;
mod watch;

/// Turns a folder of route files into an axum application.
///
/// ```ignore
/// routes!("app");                                 // pub mod app, from the folder app/ of this crate
/// routes!(pub mod site = "src/pages");            // another name
/// routes!("app", state = AppState);               // for handlers that take State<AppState>
/// routes!("app", crate = my_facade::router);      // where another crate re-exports router-runtime
/// ```
///
/// Call it at the root of the crate. Every route file becomes a module of the crate. The generated module has `router()`, `routes()`,
/// `service()`, `builder()` and `ROUTES`, and for each folder `href`, `Params` and `ROUTE`. With `ROUTER_MACROS_DEBUG=1` the expansion is
/// printed. The crate documentation of `router-runtime` describes the files and folders.
#[proc_macro]
pub fn routes(arguments: proc_macro::TokenStream) -> proc_macro::TokenStream {
    pipeline::run(arguments.into()).into()
}
