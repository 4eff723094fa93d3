//! What generated code names, and nothing else does. No part of the public API.

pub use crate::{
    config::{RegionOf, RevalidateOf, RouteConfig},
    request::{Href, ParamValues, PathRejection, RouteParams, params},
    routing::{
        AppBuilder, AppService, Definition, Route, RouteTable,
        call::*,
        extract::{TagByCache, TagByParams, TagByPath, TagByRequest, TagByRouter},
        known::{Known, KnownFuture, StaticPath, state_argument, static_params},
        signature::*,
        static_input::{StaticInput, allowed},
    },
};
pub use axum::{Router, extract::FromRequestParts, http::request::Parts};

/// The table of `ROUTES`.
pub const fn route_table(
    text: &'static str,
    configs: &'static [(usize, RouteConfig)],
    cfgs: &'static [bool],
) -> RouteTable {
    RouteTable::new(text, configs, cfgs)
}

/// A folder's `ROUTE`.
pub const fn route(table: &'static RouteTable, index: usize) -> Route {
    Route::new(table, index)
}

/// The builder of an application.
pub fn builder<S: Clone + Send + Sync + 'static>(
    definition: &'static Definition<S>,
    state: S,
) -> AppBuilder<S> {
    AppBuilder::new(definition, state)
}

/// Stands where the application could not be made; the compiler stops before this can run.
#[expect(
    clippy::panic,
    reason = "there is no value to give, and the crate does not compile"
)]
pub fn stand_in<T>() -> T {
    panic!("`routes!` reported errors")
}

/// Stands where a file has no handler of that name.
#[derive(Debug)]
pub struct Absent;

/// The method names, each absent: a glob import of a route file in an inner block hides those that the file has.
pub mod absent {
    use super::Absent;
    pub const GET: Absent = Absent;
    pub const HEAD: Absent = Absent;
    pub const POST: Absent = Absent;
    pub const PUT: Absent = Absent;
    pub const PATCH: Absent = Absent;
    pub const DELETE: Absent = Absent;
    pub const OPTIONS: Absent = Absent;
}

/// Implemented by [`Absent`] alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` comes into its route file through a glob or a macro, which `routes!` does not see",
    label = "not wired to a method",
    note = "name it in the route file: `pub use other::GET;`"
)]
pub trait IsAbsent {}

impl IsAbsent for Absent {}

/// Compiles only if no handler is hidden.
pub const fn method_is_visible<T: IsAbsent>(_: &T) {}
